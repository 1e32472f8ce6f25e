package io.github.piste.run;

import io.github.piste.data.Dataset;
import io.github.piste.objective.ClosedForm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least loss there is, found beside the descent and never used by it: what remains to be gained while a run goes on.
 *
 * <p>Small problems are solved when this is made; a large one is solved when somebody calls {@link #solve()}, on whatever
 * thread. A loss with a penalty has no closed form, and there is no optimum.
 *
 * <p>Thread-safety: may be read by any thread; becomes known once and stays the same.
 */
public final class Optimum {
    private static final Logger log = LoggerFactory.getLogger(Optimum.class);

    /** Multiplications that nobody notices before the first step. */
    private static final double AT_ONCE = 2e7;

    /** Multiplications beyond which nobody would wait for the answer. */
    private static final double TOO_MANY = 1e11;

    private final boolean intercept;
    private @Nullable Dataset rows;
    private volatile @Nullable ClosedForm solution;

    private Optimum(boolean intercept, @Nullable Dataset rows) {
        this.intercept = intercept;
        this.rows = rows;
    }

    /**
     * The optimum of a run's loss.
     *
     * @param config of the run
     * @param rows that it trains on, original units
     * @return known already where that is cheap
     */
    public static Optimum of(RunConfig config, Dataset rows) {
        boolean plain = config.model().penalty().l1() == 0
                && config.model().penalty().l2() == 0
                && config.model().loss() == ModelConfig.Loss.SQUARED;
        double p = rows.features() + 1.0;
        double cost = rows.rows() * p * p;
        Optimum optimum = new Optimum(config.model().intercept(), plain && cost <= TOO_MANY ? rows : null);
        if (cost <= AT_ONCE) {
            optimum.solve();
        }
        return optimum;
    }

    /** Solves it, unless that has been done or there is nothing to solve. A failure is logged and leaves it unknown. */
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
            solution = intercept ? ClosedForm.withIntercept(data) : ClosedForm.throughOrigin(data);
        } catch (RuntimeException e) {
            log.warn("the optimum could not be computed: {}", e.toString());
        }
    }

    /**
     * What is known.
     *
     * @return empty until it is solved
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
        return known == null ? Double.NaN : known.mse();
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
