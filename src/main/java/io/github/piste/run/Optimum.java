package io.github.piste.run;

import io.github.piste.data.Dataset;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.LogisticLoss;
import io.github.piste.objective.NewtonOptimum;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least loss there is, found beside the descent and never used by it: what remains to be gained while a run goes on.
 *
 * <p>Least squares by its closed form, the logistic loss by Newton's method. Small problems are solved when this is made; a
 * large one is solved when somebody calls {@link #solve()}, on whatever thread. Of other losses, with a penalty, and of more
 * columns than a quarter of the heap has room for, it stays unknown.
 *
 * <p>Thread-safety: may be read by any thread; becomes known once and stays the same.
 */
public final class Optimum {
    private static final Logger log = LoggerFactory.getLogger(Optimum.class);

    /** Multiplications that nobody notices before the first step. */
    private static final double AT_ONCE = 2e7;

    /** Multiplications beyond which nobody would wait for the answer. */
    private static final double TOO_MANY = 1e11;

    /** Share of the heap that the matrices of a solution may take, and how many there are of them. */
    private static final double HEAP_SHARE = 0.25;

    private static final int MATRICES = 3;

    /** Of Newton's method, as a rule. */
    private static final int NEWTON_STEPS = 10;

    private final ModelConfig model;
    private @Nullable Dataset rows;
    private volatile @Nullable ClosedForm solution;
    private volatile @Nullable NewtonOptimum newton;

    private Optimum(ModelConfig model, @Nullable Dataset rows) {
        this.model = model;
        this.rows = rows;
    }

    /**
     * The closed form of a small problem, before its rows are laid out.
     *
     * @param config of the run
     * @param original the rows that it trains on, original units
     * @return empty for another loss, and where it is not cheap
     */
    static Optional<ClosedForm> atOnce(RunConfig config, Dataset original) {
        Optimum optimum = new Optimum(config.model(), isLinear(config.model()) ? original : null);
        if (isSolvable(config, original) && cost(config, original) <= AT_ONCE) {
            optimum.solveAtOnce();
        }
        return optimum.solution();
    }

    /**
     * The optimum of a run's loss.
     *
     * @param config of the run
     * @param solved what {@link #atOnce} gave
     * @param original the rows that it trains on, original units
     * @param scaled the same, scaled
     * @return known already where that is cheap
     */
    static Optimum of(RunConfig config, Optional<ClosedForm> solved, Dataset original, Dataset scaled) {
        ModelConfig model = config.model();
        boolean cheap = cost(config, original) <= AT_ONCE;
        Dataset open = isLinear(model) ? (cheap ? null : original) : scaled;
        Optimum optimum = new Optimum(model, isSolvable(config, original) ? open : null);
        optimum.solution = solved.orElse(null);
        if (cheap) {
            optimum.solveAtOnce();
        }
        return optimum;
    }

    /** On the thread that prepares the run, whose interrupt is somebody else's business. */
    private void solveAtOnce() {
        boolean interrupted = Thread.interrupted();
        solve();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isLinear(ModelConfig model) {
        return model.kind() == ModelConfig.Kind.LINEAR && model.loss() == ModelConfig.Loss.SQUARED;
    }

    private static boolean isSolvable(RunConfig config, Dataset rows) {
        ModelConfig model = config.model();
        boolean plain = model.penalty().l1() == 0 && model.penalty().l2() == 0;
        boolean known = isLinear(model) || model.kind() == ModelConfig.Kind.LOGISTIC;
        double p = rows.features() + 1.0;
        boolean room = 8 * p * p * MATRICES <= HEAP_SHARE * Runtime.getRuntime().maxMemory();
        return plain && known && cost(config, rows) <= TOO_MANY && room;
    }

    private static double cost(RunConfig config, Dataset rows) {
        double p = rows.features() + 1.0;
        return rows.rows() * p * p * (config.model().kind() == ModelConfig.Kind.LOGISTIC ? NEWTON_STEPS : 1);
    }

    /**
     * Solves it, unless that has been done or there is nothing to solve. A failure is logged and leaves it unknown; so does,
     * in silence, an interrupt: nobody is interested any more.
     */
    public void solve() {
        Dataset data;
        synchronized (this) {
            data = rows;
            rows = null;
        }
        if (data == null) {
            return;
        }
        try {
            if (model.kind() == ModelConfig.Kind.LOGISTIC) {
                newton = NewtonOptimum.of(
                        model.intercept() ? LogisticLoss.withIntercept(data) : LogisticLoss.throughOrigin(data));
            } else {
                solution = model.intercept() ? ClosedForm.withIntercept(data) : ClosedForm.throughOrigin(data);
            }
        } catch (CancellationException e) {
            log.debug("the optimum was given up", e);
        } catch (RuntimeException | OutOfMemoryError e) { // the descent goes on with the memory that it has
            log.warn("the optimum could not be computed: {}", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /**
     * What is known.
     *
     * @return empty until it is solved, and where the optimum has no closed form
     */
    public Optional<ClosedForm> solution() {
        return Optional.ofNullable(solution);
    }

    /**
     * The least possible loss.
     *
     * @return NaN until it is known
     */
    public double loss() {
        ClosedForm known = solution;
        if (known != null) {
            return known.mse();
        }
        NewtonOptimum found = newton;
        return found == null || found.separable() ? Double.NaN : found.loss();
    }

    /**
     * Whether the classes have been proved separable, so that there is no least loss.
     *
     * @return false until that is known
     */
    public boolean separable() {
        NewtonOptimum found = newton;
        return found != null && found.separable();
    }

    /**
     * Whether anything is known.
     *
     * @return false until then
     */
    public boolean isSolved() {
        return solution != null || newton != null;
    }

    /**
     * How far a loss is above the least one, as a fraction of it.
     *
     * @param loss of the same rows
     * @return {@code loss / optimum - 1}; the difference where the optimum is 0; NaN until it is known
     */
    public double gap(double loss) {
        double least = loss();
        return least > 0 ? loss / least - 1 : loss - least;
    }
}
