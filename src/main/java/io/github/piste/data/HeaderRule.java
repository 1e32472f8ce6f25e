package io.github.piste.data;

/** Whether the first record holds the names of the columns. */
public enum HeaderRule {
    /** The first record is a header when none of its cells is a number. */
    AUTO,
    /** The first record is a header. */
    PRESENT,
    /** The first record is data; columns are named by their 1-based numbers. */
    ABSENT
}
