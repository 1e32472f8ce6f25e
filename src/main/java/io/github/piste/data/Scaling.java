package io.github.piste.data;

/** How columns are brought to one size. */
public enum Scaling {
    /** To mean 0 and standard deviation 1 over the rows. */
    STANDARD,
    /** To the range 0 to 1. */
    MIN_MAX,
    /** Not at all. */
    NONE
}
