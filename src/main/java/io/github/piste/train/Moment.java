package io.github.piste.train;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import java.util.Optional;

/**
 * The loop's present, reused from call to call: numbers, weights and history as they stand while an observer is being
 * called.
 *
 * <p>Thread-safety: the training thread's alone. Cost of the accessors: O(1), they allocate nothing.
 */
public final class Moment {
    /** Where in a descent a moment is. */
    public enum Kind {
        /** Before the first step. */
        START,
        /** Inside an epoch. */
        STEP,
        /** At the end of an epoch. */
        EPOCH,
        /** At the end of the descent. */
        END
    }

    private final Clock clock;
    private Kind kind = Kind.START;
    private long step;
    private double epoch;
    private double elapsedSeconds;
    private double loss = Double.NaN;
    private double validationLoss = Double.NaN;
    private double gradientNorm = Double.NaN;
    private double learningRate = Double.NaN;
    private double[] weights = {};
    private double[][] columns = {};
    private int length;
    private Optional<StopReason> end = Optional.empty();

    Moment(Clock clock) {
        this.clock = clock;
    }

    void at(Kind newKind, long newStep, double newEpoch) {
        kind = newKind;
        step = newStep;
        epoch = newEpoch;
        elapsedSeconds = Double.NaN;
    }

    void numbers(double newLoss, double newValidationLoss, double newGradientNorm, double newLearningRate) {
        loss = newLoss;
        validationLoss = newValidationLoss;
        gradientNorm = newGradientNorm;
        learningRate = newLearningRate;
    }

    void ends(StopReason reason) {
        end = Optional.of(reason);
    }

    void weights(double[] published) {
        weights = published;
    }

    void history(HistoryRecorder recorder) {
        columns = recorder.columns();
        length = recorder.length();
    }

    /**
     * Where in the descent this is.
     *
     * @return the kind of moment
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Why the descent ends here.
     *
     * @return empty while it goes on
     */
    public Optional<StopReason> end() {
        return end;
    }

    /**
     * Updates made so far.
     *
     * @return the step
     */
    public long step() {
        return step;
    }

    /**
     * Passes over the data made so far.
     *
     * @return fractional inside an epoch
     */
    public double epoch() {
        return epoch;
    }

    /**
     * Training time so far; the clock is read only when somebody asks.
     *
     * @return seconds
     */
    public double elapsedSeconds() {
        if (Double.isNaN(elapsedSeconds)) {
            elapsedSeconds = clock.elapsedNanos() * 1e-9;
        }
        return elapsedSeconds;
    }

    /**
     * The loss, as {@link Scalars#loss()} describes it.
     *
     * @return NaN where there is none yet
     */
    public double loss() {
        return loss;
    }

    /**
     * The loss on the validation rows.
     *
     * @return NaN where there is none
     */
    public double validationLoss() {
        return validationLoss;
    }

    /**
     * The length of the latest gradient.
     *
     * @return NaN where there is none
     */
    public double gradientNorm() {
        return gradientNorm;
    }

    /**
     * The rate of the next step.
     *
     * @return the learning rate
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * The weights to be seen.
     *
     * @return {@code [d]}, the loop's own array: only read, and only during the call
     */
    public double[] weights() {
        return weights;
    }

    /**
     * Copies the numbers and the weights and looks at the history.
     *
     * @param slot receives all of it; O(d), allocates nothing when the slot has held this many weights before
     */
    public void copyTo(SnapshotSlot slot) {
        slot.set(this, columns, length);
    }

    /**
     * The numbers as a record.
     *
     * @return a new object
     */
    public Scalars scalars() {
        return new Scalars(step, epoch, elapsedSeconds(), loss, validationLoss, gradientNorm, learningRate);
    }

    /**
     * Everything as a record.
     *
     * @return a new object with a copy of the weights
     */
    public Snapshot snapshot() {
        return new Snapshot(scalars(), ImmutableDoubleArray.copyOf(weights), new History(columns, length), end);
    }
}
