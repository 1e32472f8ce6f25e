package io.github.piste.sink;

import io.github.piste.train.Scalars;

/** A sink of records: it sees every one in order, or is told how many are missing where. */
public non-sealed interface ScalarsSink extends Sink {
    /**
     * Takes the next record.
     *
     * @param scalars the numbers of one moment
     * @param lost how many records between the previous one and this one were dropped because this sink was too slow
     * @throws Exception if it cannot be written; counted and logged, the descent goes on
     */
    void accept(Scalars scalars, long lost) throws Exception;

    /**
     * Whether the descent may drop records when this sink falls behind, or has to wait for it.
     *
     * @return true if every record matters more than speed; false unless overridden
     */
    default boolean wantsEveryRecord() {
        return false;
    }
}
