package io.github.piste.objective;

/**
 * A mean of one term a row that can make plain steps of single rows by itself, which is faster than one gradient at a
 * time: the weights stay where the arithmetic is.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface RowSteps extends FiniteSumObjective {
    /**
     * Makes one step for each of some rows: {@code w <- w - rate grad f_i(w)}. Into how many calls the same rows are cut does
     * not change a bit. Allocates nothing.
     *
     * <p>Rows at positions {@code 2k} and {@code 2k + 1} are a pair: the second may be looked at together with the first, so
     * that a step need not wait for all of the step before it. Both are made at one rate, and a call that begins with the
     * second of a pair goes on from where the call before has left {@link Iterates#before()}.
     *
     * @param iterates the point, which is moved, and what goes with it
     * @param rows the steps are made for {@code rows[from] .. rows[to - 1]}, in this order
     * @param from first position
     * @param to one past the last position, above {@code from}
     * @param rate the learning rate
     * @param sum where summing begins
     * @return {@code sum} and the value {@code f_i(w)} before each step, added one after the other
     */
    double steps(Iterates iterates, int[] rows, int from, int to, double rate, double sum);
}
