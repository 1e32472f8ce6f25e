package io.github.piste.sink;

import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import io.github.piste.train.SnapshotListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Sinks that remember, wait or misbehave. */
final class Sinks {
    static final Cadence EVERY_STEP = new Cadence.Steps(1);

    private Sinks() {}

    /** A latch that its owner opens, waited for without a limit but the test's. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does with a snapshot what the test says. */
    static class Watching implements SnapshotSink {
        final List<Snapshot> seen = new CopyOnWriteArrayList<>();
        final AtomicInteger closed = new AtomicInteger();
        private final String name;
        private final Cadence cadence;
        private final SnapshotListener action;

        Watching(String name, Cadence cadence, SnapshotListener action) {
            this.name = name;
            this.cadence = cadence;
            this.action = action;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Cadence cadence() {
            return cadence;
        }

        @Override
        public Duration deadline() {
            return Duration.ofMillis(300);
        }

        @Override
        public void accept(Snapshot snapshot) throws Exception {
            seen.add(snapshot);
            action.onSnapshot(snapshot);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Keeps records, after a gate. */
    static final class Recording implements ScalarsSink {
        final List<Scalars> seen = new CopyOnWriteArrayList<>();
        final List<Long> lost = new CopyOnWriteArrayList<>();
        private final Cadence cadence;
        private final boolean everyRecord;
        private final CountDownLatch gate;

        Recording(Cadence cadence, boolean everyRecord, CountDownLatch gate) {
            this.cadence = cadence;
            this.everyRecord = everyRecord;
            this.gate = gate;
        }

        @Override
        public String name() {
            return "records";
        }

        @Override
        public Cadence cadence() {
            return cadence;
        }

        @Override
        public boolean wantsEveryRecord() {
            return everyRecord;
        }

        @Override
        public void accept(Scalars scalars, long missing) {
            await(gate);
            seen.add(scalars);
            lost.add(missing);
        }
    }

    /** Stores checkpoints, after a gate. */
    static final class Storing implements CheckpointSink {
        final List<Checkpoint> stored = new CopyOnWriteArrayList<>();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch gate;
        private final Cadence cadence;

        Storing(Cadence cadence, CountDownLatch gate) {
            this.cadence = cadence;
            this.gate = gate;
        }

        @Override
        public String name() {
            return "storing";
        }

        @Override
        public Cadence cadence() {
            return cadence;
        }

        @Override
        public void accept(Checkpoint checkpoint) {
            entered.countDown();
            await(gate);
            stored.add(checkpoint);
        }
    }
}
