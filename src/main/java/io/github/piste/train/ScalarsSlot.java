package io.github.piste.train;

/**
 * A reusable place for one record on its way from the training thread to a worker.
 *
 * <p>Thread-safety: belongs to one thread at a time; handing it over needs a happens-before edge.
 */
public final class ScalarsSlot {
    private long step;
    private double epoch;
    private double elapsedSeconds;
    private double loss;
    private double validationLoss;
    private double gradientNorm;
    private double learningRate;

    /** An empty slot. */
    public ScalarsSlot() {}

    /**
     * Copies the numbers of a moment.
     *
     * @param moment the present; O(1), allocates nothing
     */
    public void set(Moment moment) {
        step = moment.step();
        epoch = moment.epoch();
        elapsedSeconds = moment.elapsedSeconds();
        loss = moment.loss();
        validationLoss = moment.validationLoss();
        gradientNorm = moment.gradientNorm();
        learningRate = moment.learningRate();
    }

    /**
     * What the slot holds, for keeps.
     *
     * @return a new record
     */
    public Scalars toScalars() {
        return new Scalars(step, epoch, elapsedSeconds, loss, validationLoss, gradientNorm, learningRate);
    }
}
