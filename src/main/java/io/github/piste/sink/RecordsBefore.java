package io.github.piste.sink;

import java.util.List;

/** The records that were handed to sinks up to a moment. */
final class RecordsBefore {
    private final List<Courier<?>> couriers;
    /** How many each of them was offered. */
    private final long[] offered;

    private RecordsBefore(List<Courier<?>> couriers, long[] offered) {
        this.couriers = couriers;
        this.offered = offered;
    }

    /** Up to now; by the training thread, which hands them over. The list of couriers is complete. */
    static RecordsBefore now(List<Courier<?>> couriers) {
        return new RecordsBefore(
                couriers, couriers.stream().mapToLong(Courier::offered).toArray());
    }

    /** Whether the sinks have written all of them, or will not. */
    boolean areWritten() {
        for (int i = 0; i < offered.length; i++) {
            if (!couriers.get(i).isFlushed(offered[i])) {
                return false;
            }
        }
        return true;
    }
}
