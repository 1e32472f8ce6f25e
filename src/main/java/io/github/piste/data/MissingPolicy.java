package io.github.piste.data;

/** What happens to a row with a missing cell, that is an empty one or {@code NA}. */
public enum MissingPolicy {
    /** The row ends the loading with an error. */
    FAIL,
    /** The row is skipped and counted; so is a row with too few or too many cells. */
    SKIP,
    /**
     * A missing number of a feature becomes the mean of its column over the used rows; a row without its target, its
     * weight or a category, which have no mean, is skipped and counted.
     */
    MEAN
}
