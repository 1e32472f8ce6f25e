package io.github.piste.cli;

import java.util.Locale;
import java.util.function.LongConsumer;

/** Says now and then how much of a large file has been read. */
final class LoadProgress implements LongConsumer {
    private static final long EVERY_NANOS = 1_000_000_000L;

    private long saidNanos = System.nanoTime();

    @Override
    public void accept(long bytes) {
        long now = System.nanoTime();
        if (now - saidNanos >= EVERY_NANOS) {
            saidNanos = now;
            Terminal.print(String.format(Locale.ROOT, "reading: %.0f MB%n", bytes / 1e6));
        }
    }
}
