package io.github.piste.sink;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/** The records that were handed to sinks up to a moment. */
final class RecordsBefore {
    private final ImmutableMap<Courier<?>, Long> offered;

    private RecordsBefore(ImmutableMap<Courier<?>, Long> offered) {
        this.offered = offered;
    }

    /** Up to now; by the training thread, which hands them over. */
    static RecordsBefore now(List<Courier<?>> couriers) {
        return new RecordsBefore(couriers.stream().collect(ImmutableMap.toImmutableMap(c -> c, Courier::offered)));
    }

    /** Whether the sinks have written all of them, or will not. */
    boolean areWritten() {
        for (Map.Entry<Courier<?>, Long> entry : offered.entrySet()) {
            if (!entry.getKey().isFlushed(entry.getValue())) {
                return false;
            }
        }
        return true;
    }
}
