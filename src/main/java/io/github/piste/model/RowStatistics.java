package io.github.piste.model;

/** What an evaluation adds up, row by row. Thread-safety: one thread at a time. */
interface RowStatistics {
    /** Adds the current row, which is complete and has a target. */
    void add();

    /** Number of rows added. */
    long rows();

    /** The measures of the rows so far, at least one. */
    Evaluation evaluation(long rowsSkipped);
}
