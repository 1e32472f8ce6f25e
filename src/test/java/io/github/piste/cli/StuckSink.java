package io.github.piste.cli;

import io.github.piste.Training;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingService;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A program with a training and a sink that never returns; it says when the descent is over, and what was lost. */
final class StuckSink {
    private static final Object NEVER_GIVEN_BACK = new Object();

    private StuckSink() {}

    /** How the sink gets stuck. */
    enum Kind {
        /** Sleeps, and does not heed an interrupt. */
        SLEEPS,
        /** Is busy for ever. */
        SPINS,
        /** Waits for a lock. */
        WAITS_FOR_A_LOCK
    }

    /** How the program ends. */
    enum End {
        /** The training ends, and main returns. */
        MAIN_RETURNS,
        /** A listener throws on the training thread, and so does main. */
        MAIN_THROWS,
        /** SIGTERM comes, and a shutdown hook stops a service. */
        HOOK_STOPS_A_SERVICE
    }

    /** Takes the kind, the end, a folder and the drain limit. */
    public static void main(String[] args) throws InterruptedException {
        Thread owner = new Thread(() -> {
            synchronized (NEVER_GIVEN_BACK) {
                block();
            }
        });
        owner.setDaemon(true);
        owner.start();
        End end = End.valueOf(args[1]);
        Training training = Training.on(new double[][] {{1}, {2}, {4}}, new double[] {1, 3, 8})
                .set("train.learning-rate", 1e-3)
                .set("train.epochs", end == End.MAIN_RETURNS ? 2_000_000 : Long.MAX_VALUE)
                .set("train.mode", "stochastic") // which never ends by itself
                .set("observe.drain-limit", args[3])
                .set("observe.fail-fast", true)
                .directory(Path.of(args[2]))
                .sink(new Stuck(Kind.valueOf(args[0])))
                .inlineListener(new Cadence.Every(Duration.ofMillis(300)), snapshot -> {
                    if (snapshot.last()) {
                        System.out.println("over");
                    }
                    if (end == End.MAIN_THROWS && snapshot.scalars().elapsedSeconds() > 0.2) {
                        System.out.println("over");
                        throw new IllegalStateException("mine");
                    }
                });
        if (end == End.HOOK_STOPS_A_SERVICE) {
            serve(training.service());
        } else {
            tell(training.run());
        }
    }

    private static void serve(TrainingService service) {
        service.startAsync().awaitRunning();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.stopAsync().awaitTerminated();
            tell(service.result().orElseThrow());
        }));
        System.out.println("serving");
        service.awaitTerminated();
        block();
    }

    private static void tell(TrainingResult result) {
        result.degraded().forEach(line -> System.out.println("lost: " + line));
    }

    private static void block() {
        while (true) {
            LockSupport.park();
            Thread.interrupted();
        }
    }

    private record Stuck(Kind kind) implements SnapshotSink {
        @Override
        public String name() {
            return "stuck";
        }

        @Override
        public Cadence cadence() {
            return new Cadence.Every(Duration.ofMillis(50));
        }

        @Override
        public void accept(Snapshot snapshot) {
            switch (kind) {
                case SLEEPS -> block();
                case SPINS -> spin();
                case WAITS_FOR_A_LOCK -> {
                    synchronized (NEVER_GIVEN_BACK) {
                        System.out.println("the lock was given back");
                    }
                }
            }
        }

        private static void spin() {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
