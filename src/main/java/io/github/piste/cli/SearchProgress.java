package io.github.piste.cli;

import io.github.piste.train.Control;
import java.util.function.LongPredicate;

/** Says every few seconds how far a search has come, and ends it on request; a short one is done before the first line. */
final class SearchProgress implements LongPredicate {
    private static final long EVERY_NANOS = 3_000_000_000L;

    private final long places;
    private final Control control;
    private long visited;
    private long saidNanos = System.nanoTime();

    SearchProgress(long places, Control control) {
        this.places = places;
        this.control = control;
    }

    /** How many places have been visited. */
    long visited() {
        return visited;
    }

    @Override
    public boolean test(long count) {
        visited = count;
        long now = System.nanoTime();
        if (now - saidNanos >= EVERY_NANOS) {
            saidNanos = now;
            Terminal.print(Text.count(visited) + " of " + Text.count(places) + " places" + System.lineSeparator());
        }
        return !control.stopRequested();
    }
}
