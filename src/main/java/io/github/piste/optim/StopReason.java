package io.github.piste.optim;

/** Why a descent ended. */
public enum StopReason {
    /** All planned epochs are made. */
    EPOCHS("all epochs are done"),
    /** The time limit is over. */
    TIME_LIMIT("the time limit is over"),
    /** An epoch changed the loss by less than asked for. */
    LOSS_CHANGE("the loss hardly changes any more"),
    /** The gradient is shorter than asked for. */
    GRADIENT_NORM("the gradient is as short as asked for"),
    /** The gradient is zero up to rounding: there is nothing left to descend. */
    ROUNDING("the gradient is zero up to rounding"),
    /** The validation loss has not improved for as many epochs as patience allows. */
    PATIENCE("the validation loss no longer improves"),
    /** Somebody asked the descent to stop. */
    REQUEST("it was asked to stop"),
    /** The loss is not finite or keeps growing. */
    DIVERGED("the loss grows instead of falling");

    private final String text;

    StopReason(String text) {
        this.text = text;
    }

    /**
     * The reason in words.
     *
     * @return half a sentence, lower case
     */
    public String text() {
        return text;
    }
}
