package io.github.piste.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.FiniteSumObjective;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import org.jspecify.annotations.Nullable;

/**
 * The descent loop. It runs on the thread that calls {@link #run()} and, once started, allocates nothing per step, takes
 * no lock, logs nothing and waits for nobody.
 *
 * <p>The same objective, description and start give the same bits, whatever observes and however often the descent was
 * interrupted and resumed.
 *
 * <p>Thread-safety: none; other threads reach a running loop through its {@link Control}. An interrupt of the thread is
 * left alone: it neither stops the loop nor is cleared.
 */
public final class Trainer {
    private final Objective objective;
    private final Descent descent;
    private ImmutableDoubleArray start;
    private TrackedWeights tracked;
    private @Nullable Objective validation;
    private Observer observer = Observer.NONE;
    private Control control = new Control();

    /**
     * A loop that starts from zeros and shows itself to nobody.
     *
     * @param objective what to minimise
     * @param descent how
     * @throws IllegalArgumentException if the description needs single rows and the objective has none
     */
    public Trainer(Objective objective, Descent descent) {
        checkArgument(
                descent.batching().mode() == Batching.Mode.BATCH || objective instanceof FiniteSumObjective,
                "%s mode needs an objective that is a sum over rows; this one is not, use batch mode",
                descent.batching().mode());
        this.objective = objective;
        this.descent = descent;
        this.start = Descent.zeros(objective.dimension());
        this.tracked = TrackedWeights.first(Math.min(objective.dimension(), 100));
    }

    /**
     * Starts from given weights.
     *
     * @param weights {@code [d]}, finite
     * @return this
     * @throws IllegalArgumentException if their number is not the objective's or one is not finite
     */
    public Trainer start(ImmutableDoubleArray weights) {
        checkArgument(
                weights.length() == objective.dimension(),
                "%s initial weights for %s weights",
                weights.length(),
                objective.dimension());
        weights.forEach(weight -> checkArgument(Double.isFinite(weight), "an initial weight is %s", weight));
        this.start = weights;
        return this;
    }

    /**
     * Keeps these weights in the history.
     *
     * @param weights which, and in which units
     * @return this
     */
    public Trainer track(TrackedWeights weights) {
        this.tracked = weights;
        return this;
    }

    /**
     * Evaluates the loss on held-out rows at the end of every epoch.
     *
     * @param heldOut the objective over those rows, of the same dimension
     * @return this
     */
    public Trainer validation(@Nullable Objective heldOut) {
        this.validation = heldOut;
        return this;
    }

    /**
     * Shows the descent to an observer.
     *
     * @param looksOn called on the training thread
     * @return this
     */
    public Trainer observer(Observer looksOn) {
        this.observer = looksOn;
        return this;
    }

    /**
     * Lets other threads ask for a stop or an observation.
     *
     * @param requests the way for them
     * @return this
     */
    public Trainer control(Control requests) {
        this.control = requests;
        return this;
    }

    /**
     * Descends until a stop rule applies.
     *
     * @return where it ended
     */
    public Outcome run() {
        return run(null);
    }

    /**
     * Continues from a checkpoint of the same objective and description, to the same bits as without interruption.
     *
     * @param checkpoint the state to continue from
     * @return where it ended
     * @throws UnusableCheckpointException if the checkpoint belongs to another kind of loop, or was forged
     */
    public Outcome resume(Checkpoint checkpoint) {
        return run(checkpoint);
    }

    private Outcome run(@Nullable Checkpoint from) {
        long interval = 1;
        boolean sampled = descent.batching().mode() != Batching.Mode.BATCH;
        if (sampled) {
            int terms = ((FiniteSumObjective) objective).terms();
            interval = SampledLoop.historyInterval(
                    terms,
                    descent.batching().rowsPerStep(terms),
                    objective.dimension(),
                    descent.stop().epochs());
        }
        LoopState state = new LoopState(this, interval);
        if (from != null) {
            state.restore(from);
        }
        return sampled
                ? new SampledLoop(state, (FiniteSumObjective) objective).run(from != null)
                : new BatchLoop(state).run(from != null);
    }

    Objective objective() {
        return objective;
    }

    Descent descent() {
        return descent;
    }

    ImmutableDoubleArray start() {
        return start;
    }

    TrackedWeights tracked() {
        return tracked;
    }

    @Nullable
    Objective validation() {
        return validation;
    }

    Observer observer() {
        return observer;
    }

    Control control() {
        return control;
    }
}
