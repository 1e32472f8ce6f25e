package io.github.piste.cli;

import java.util.function.LongConsumer;

/** Says every few seconds how far a search has come; a short one is done before the first line. */
final class SearchProgress implements LongConsumer {
    private static final long EVERY_NANOS = 3_000_000_000L;

    private final long places;
    private long saidNanos = System.nanoTime();

    SearchProgress(long places) {
        this.places = places;
    }

    @Override
    public void accept(long visited) {
        long now = System.nanoTime();
        if (now - saidNanos >= EVERY_NANOS) {
            saidNanos = now;
            Terminal.print(Text.count(visited) + " of " + Text.count(places) + " places" + System.lineSeparator());
        }
    }
}
