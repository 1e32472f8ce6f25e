package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Split;
import io.github.piste.data.Standardizer;
import io.github.piste.model.Model;
import io.github.piste.model.Provenance;
import io.github.piste.objective.ClassLoss;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.StopReason;
import io.github.piste.plot.Sample;
import io.github.piste.train.Outcome;
import io.github.piste.train.TrackedWeights;
import java.util.Optional;

/**
 * What a run minimises: the data split, scaled and laid out as the loop reads them, and the way back to original units.
 *
 * <p>Thread-safety: immutable.
 */
public final class Problem {
    private static final int NAMES_SHOWN = 12;

    private final Dataset sample;
    private final Dataset training;
    private final Optional<Dataset> validation;
    private final Standardizer scaling;
    private final ModelConfig model;
    private final ModelFamily family;
    private final ImmutableDoubleArray start;
    private final Optimum optimum;

    private Problem(RunConfig config, Dataset data, RowLayout given) {
        this.model = config.model();
        boolean intercept = model.intercept() || model.kind() == ModelConfig.Kind.MLP;
        long seed = config.run().seed();
        Dataset trainingRows = data;
        Dataset validationRows = null;
        RowLayout layout = given;
        if (config.data().validation() > 0) {
            Split split = Split.random(data.rows(), config.data().validation(), seed);
            trainingRows = data.select(split.training().toArray());
            validationRows = data.select(split.validation().toArray());
            layout = RowLayout.inPlace(config, () -> {}); // of a copy already
        }
        this.scaling = intercept
                ? Standardizer.fit(trainingRows, config.data().scaling())
                : Standardizer.fitWithoutShift(trainingRows, config.data().scaling());
        Magnitudes.check(trainingRows, scaling, config.data().scaling());
        this.sample = RowLayout.spread(trainingRows, Sample.MAX_ROWS).inMemory();
        Optional<ClosedForm> solved = Optimum.atOnce(config, trainingRows);
        this.training = layout.of(trainingRows, scaling);
        this.optimum = Optimum.of(config, solved, layout.original(trainingRows, training, scaling), training);
        this.validation =
                Optional.ofNullable(validationRows).map(rows -> RowLayout.stored(scaling.apply(rows), config));
        this.family = model.kind() == ModelConfig.Kind.MLP
                ? new NetworkFamily(config, scaling.apply(trainingRows), training)
                : new ScoreFamily(model, training, scaling);
        this.start = checkedStart();
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
        return new Problem(config, data, RowLayout.copy(config));
    }

    /**
     * The same for rows that nobody needs any more: where it can, what the loop reads takes their place.
     *
     * @param config of the run
     * @param data all rows, original units; they may change, and are not to be used afterwards
     * @param released is called before they change; returns once nobody else reads them
     * @return the problem, to the same bits
     * @throws DataException if a split would leave one side without rows
     * @throws InvalidConfigException if the initial weights are not as many as the model has
     */
    public static Problem takingOver(RunConfig config, Dataset data, Runnable released) {
        return new Problem(config, data, RowLayout.inPlace(config, released));
    }

    private ImmutableDoubleArray checkedStart() {
        int found = model.initial().length();
        if (found > 0 && found != dimension()) {
            throw new InvalidConfigException(ImmutableList.of("model.initial: found " + found + " numbers, expected "
                    + dimension() + ", one for each of " + shortened(family.weightNames())));
        }
        return family.start(model);
    }

    private static String shortened(ImmutableList<String> names) {
        return names.size() <= NAMES_SHOWN
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_SHOWN)) + ", ...";
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
     * @return all coefficients and intercepts
     */
    public int dimension() {
        return family.dimension();
    }

    /**
     * A fresh objective over some rows of this problem.
     *
     * @param rows scaled rows
     * @return the configured loss, fresh for one thread; weights of rows are scaled to a mean of 1
     *     over these rows, so that a validation loss is a weighted mean too
     */
    public RowLoss objective(Dataset rows) {
        return family.loss(rows);
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
     * What is trained, in words.
     *
     * @return such as {@code linear regression}
     */
    public String title() {
        return family.title();
    }

    /**
     * Names of all weights, in the order of the loop.
     *
     * @return {@code [d]}, all different
     */
    public ImmutableList<String> weightNames() {
        return family.weightNames();
    }

    /** Names of the tracked weights. */
    ImmutableList<String> trackedNames() {
        return family.trackedNames();
    }

    /**
     * Reads weights as people see them off the loop's: of original columns, but for a network.
     *
     * @return a hundred at most
     */
    public TrackedWeights tracked() {
        return family.tracked();
    }

    /**
     * Weights as people see them.
     *
     * @param w {@code [d]}: the loop's
     * @return {@code [d]}, in the same order: of original columns, but for a network
     */
    public double[] reported(double[] w) {
        return family.reported(w);
    }

    /**
     * The loss with its penalty as a function of the weights that people see.
     *
     * @param rows scaled rows
     * @return a fresh objective for one thread
     */
    public Objective reportedObjective(Dataset rows) {
        return family.reported(family.loss(rows), model);
    }

    /**
     * Judges how a descent ended.
     *
     * @param outcome where it ended
     * @param plan how it was made
     * @return state and reason
     */
    public Verdict verdict(Outcome outcome, DescentPlan plan) {
        boolean penalised = model.penalty().l1() > 0 || model.penalty().l2() > 0;
        boolean separable = !penalised
                && outcome.reason() != StopReason.DIVERGED
                && family.loss(training) instanceof ClassLoss loss
                && (optimum.separable() || loss.separates(outcome.weights().toArray()));
        return separable ? Verdict.separable(outcome.reason()) : Verdict.of(outcome.reason(), plan.curvature());
    }

    /**
     * How many rows the weights get right.
     *
     * @param weights {@code [d]}: the loop's
     * @return empty for a target of numbers
     */
    public Optional<Accuracy> accuracy(ImmutableDoubleArray weights) {
        if (training.classes().isEmpty()) {
            return Optional.empty();
        }
        double[] w = weights.toArray();
        return Optional.of(new Accuracy(
                Accuracy.of(family.loss(training), training, w),
                validation.map(rows -> Accuracy.of(family.loss(rows), rows, w)).orElse(Double.NaN)));
    }

    /**
     * The model that weights make, in original units.
     *
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [d]}: the loop's
     * @param provenance how they came about
     * @return the model
     */
    public Model model(
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        return family.model(training, categories, weights, provenance);
    }
}
