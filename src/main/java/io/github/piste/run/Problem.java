package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Split;
import io.github.piste.data.Standardizer;
import io.github.piste.objective.HuberLoss;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LinearLoss;
import io.github.piste.optim.Batching;
import io.github.piste.optim.RowOrder;
import io.github.piste.plot.Sample;
import io.github.piste.train.TrackedWeights;
import java.util.Optional;

/**
 * What a run minimises: the data split, scaled and laid out as the loop reads them, and the way back to original units.
 *
 * <p>Thread-safety: immutable.
 */
public final class Problem {
    /** Weights whose paths are kept; the intercept is always among them. */
    private static final int TRACKED = 100;

    private static final double SMALLEST_SCALE = 1e-290;

    private final Dataset sample;
    private final Dataset training;
    private final Optional<Dataset> validation;
    private final Standardizer scaling;
    private final boolean intercept;
    private final ModelConfig model;
    private final ImmutableDoubleArray start;
    private final Optimum optimum;

    private Problem(RunConfig config, Dataset data) {
        this.model = config.model();
        this.intercept = model.intercept();
        long seed = config.run().seed();
        Dataset trainingRows = data;
        Dataset validationRows = null;
        if (config.data().validation() > 0) {
            Split split = Split.random(data.rows(), config.data().validation(), seed);
            trainingRows = data.select(split.training().toArray());
            validationRows = data.select(split.validation().toArray());
        }
        this.scaling = intercept
                ? Standardizer.fit(trainingRows, config.data().scaling())
                : Standardizer.fitWithoutShift(trainingRows, config.data().scaling());
        checkScales(trainingRows);
        this.sample = trainingRows.select(spread(trainingRows.rows(), Sample.MAX_ROWS));
        this.optimum = Optimum.of(config, trainingRows);
        this.training = scaling.apply(shuffled(trainingRows, config));
        this.validation = Optional.ofNullable(validationRows).map(scaling::apply);
        this.start = start(config);
    }

    /**
     * Splits, scales and lays out data for a run.
     *
     * @param config of the run
     * @param data all rows, original units
     * @return the problem
     * @throws DataException if a split would leave one side without rows
     * @throws InvalidConfigException if the initial weights are not as many as the model has
     */
    public static Problem of(RunConfig config, Dataset data) {
        return new Problem(config, data);
    }

    /** Rows are mixed once here, so that reading blocks of neighbours later is as good as reading at random. */
    private static Dataset shuffled(Dataset data, RunConfig config) {
        Batching batching = config.train().batching();
        if (batching.mode() == Batching.Mode.BATCH || batching.order() != Batching.Order.BLOCKS) {
            return data;
        }
        int[] rows = new int[data.rows()];
        RowOrder.fill(rows, Batching.Order.RANDOM, config.run().seed(), -1);
        return data.select(rows);
    }

    /** A column this narrow would have a coefficient beyond what a double holds. */
    private void checkScales(Dataset rows) {
        for (int j = 0; j < rows.features(); j++) {
            if (scaling.scales().get(j) < SMALLEST_SCALE) {
                throw new DataException("column '" + rows.featureNames().get(j) + "': its values differ by only "
                        + scaling.scales().get(j) + ", a coefficient for it could not be written; give it in a larger"
                        + " unit");
            }
        }
    }

    private static int[] spread(int rows, int most) {
        int count = Math.min(rows, most);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = (int) ((long) i * rows / count);
        }
        return chosen;
    }

    private ImmutableDoubleArray start(RunConfig config) {
        ImmutableDoubleArray initial = config.model().initial();
        int d = dimension();
        if (initial.isEmpty()) {
            return ImmutableDoubleArray.copyOf(new double[d]);
        }
        if (initial.length() != d) {
            throw new InvalidConfigException(ImmutableList.of("model.initial: found " + initial.length()
                    + " numbers, expected " + d + ", one for each of " + String.join(", ", weightNames(d))));
        }
        return ImmutableDoubleArray.copyOf(scaling.scaledCoefficients(initial));
    }

    /**
     * Rows that are drawn, original units.
     *
     * @return at most as many as a picture shows
     */
    Dataset sample() {
        return sample;
    }

    /**
     * The rows that the loop trains on.
     *
     * @return scaled
     */
    public Dataset training() {
        return training;
    }

    /**
     * Rows held out.
     *
     * @return scaled; empty without a validation share
     */
    public Optional<Dataset> validation() {
        return validation;
    }

    /**
     * The way between original and scaled columns.
     *
     * @return shifts and scales
     */
    public Standardizer scaling() {
        return scaling;
    }

    /**
     * The least loss on the training rows.
     *
     * @return found beside the descent
     */
    public Optimum optimum() {
        return optimum;
    }

    /**
     * Number of weights.
     *
     * @return features, and one for the intercept if there is one
     */
    public int dimension() {
        return training.features() + (intercept ? 1 : 0);
    }

    /**
     * A fresh objective over some rows of this problem.
     *
     * @param rows scaled rows
     * @return the configured loss, with an intercept if the model has one; weights of rows are scaled to a mean of 1
     *     over these rows, so that a validation loss is a weighted mean too
     */
    public LinearLoss objective(Dataset rows) {
        return switch (model.loss()) {
            case SQUARED -> intercept ? LeastSquares.withIntercept(rows) : LeastSquares.throughOrigin(rows);
            case HUBER ->
                intercept
                        ? HuberLoss.withIntercept(rows, model.huberDelta())
                        : HuberLoss.throughOrigin(rows, model.huberDelta());
        };
    }

    /**
     * Where the descent starts.
     *
     * @return {@code [d]}, of scaled columns
     */
    public ImmutableDoubleArray start() {
        return start;
    }

    /**
     * Names of the first weights; the intercept comes last.
     *
     * @param count how many
     * @return feature names, then {@code intercept}
     */
    ImmutableList<String> weightNames(int count) {
        ImmutableList<String> features = training.featureNames();
        ImmutableList.Builder<String> names = ImmutableList.builder();
        names.addAll(features.subList(0, Math.min(features.size(), intercept ? count - 1 : count)));
        if (intercept) {
            names.add("intercept");
        }
        return names.build();
    }

    /** Names of the tracked weights. */
    ImmutableList<String> trackedNames() {
        return weightNames(Math.min(dimension(), TRACKED));
    }

    /**
     * Reads weights in original units off the loop's.
     *
     * @return the first hundred at most, the intercept last
     */
    public TrackedWeights tracked() {
        return new OriginalUnits(scaling, intercept, Math.min(dimension(), TRACKED));
    }
}
