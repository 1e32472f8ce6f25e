package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import io.github.piste.train.Descent;
import io.github.piste.train.History;

/**
 * Where a descent on a function ended. Values and gradients are those of the objective: negated for an ascent.
 *
 * <p>Thread-safety: immutable.
 *
 * @param descent how it went
 * @param reason why it ended
 * @param steps how many steps it made
 * @param seconds how long it took
 * @param points the last points, at most three, the newest last; of a divergence the newest may not be finite
 * @param value at the newest point
 * @param gradient {@code [d]}: at the newest point
 * @param history the whole way, thinned; its last record is the newest point
 * @param degraded what could not be shown or written
 */
public record FunctionOutcome(
        Descent descent,
        StopReason reason,
        long steps,
        double seconds,
        ImmutableList<ImmutableDoubleArray> points,
        double value,
        ImmutableDoubleArray gradient,
        History history,
        ImmutableList<String> degraded) {
    /**
     * Where it ended.
     *
     * @return the newest point
     */
    public ImmutableDoubleArray point() {
        return points.get(points.size() - 1);
    }

    /**
     * Whether it never was lower than at its end, and began higher.
     *
     * @return false where the value is not known
     */
    public boolean fellToTheEnd() {
        for (int i = 0; i < history.length() - 1; i++) {
            if (!(history.scalars(i).loss() > value)) {
                return false;
            }
        }
        return history.length() > 1;
    }

    /**
     * How the run is called.
     *
     * @return its state
     */
    public RunState state() {
        return RunState.after(reason);
    }
}
