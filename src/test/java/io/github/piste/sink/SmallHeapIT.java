package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.ChildJvm;
import io.github.piste.Torture;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Far more snapshots than a small heap could hold, offered to sinks that are stuck, keep them or ask for more than there is. */
@Tag(Torture.TAG)
@Timeout(300)
class SmallHeapIT {
    private static final int HEAP_MEGABYTES = 64;
    private static final int SNAPSHOTS = Torture.times(200_000, 10_000_000);

    @TempDir
    private Path temp;

    /** The process: a descent with one kind of sink, beside one that counts. It prints the books. */
    static final class Child {
        private static final int KEPT = 20_000;
        private static final int BITE_BYTES = 1 << 30;
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private Child() {}

        public static void main(String[] args) {
            long epochs = Long.parseLong(args[1]) / 20;
            Control control = new Control();
            TaskQueue queue = TaskQueue.builder("small").workers(2).start();
            SinkDispatcher dispatcher = new SinkDispatcher(queue, control, Duration.ofSeconds(2));
            Sinks.Recording records = new Sinks.Recording(new Cadence.Epochs(1000), false, new CountDownLatch(0));
            dispatcher.add(records);
            switch (args[0]) {
                case "stuck" -> {
                    dispatcher.add(new Stuck());
                    dispatcher.add(new StuckRecords());
                }
                case "keeps" -> dispatcher.add(new Hungry(KEPT, 0));
                case "eats" -> dispatcher.add(new Hungry(Integer.MAX_VALUE, BITE_BYTES));
                default -> throw new IllegalArgumentException(args[0]);
            }
            Outcome outcome = Descents.trainer(epochs, dispatcher, control).run();
            dispatcher.close();
            System.out.println(
                    "weights " + outcome.weights().equals(Descents.alone(epochs).weights()));
            System.out.println("counting " + records.seen.size());
            for (MailboxStats m : dispatcher.stats().mailboxes()) {
                System.out.printf(
                        "%s %s %d %d %d %d %d %d %d%n",
                        m.name(),
                        m.state(),
                        m.posted(),
                        m.handled(),
                        m.failed(),
                        m.dropped(),
                        m.conflated(),
                        m.pending(),
                        m.running());
            }
            System.exit(0); // the stuck threads are daemons; this only saves the wait for the rest
        }

        private static void sleepForEver() {
            while (NEVER.getCount() > 0) {
                try {
                    NEVER.await();
                } catch (InterruptedException e) {
                    // Nobody is to get it out of here.
                }
            }
        }

        /** Never gives a snapshot back. */
        private static final class Stuck implements SnapshotSink {
            @Override
            public String name() {
                return "stuck";
            }

            @Override
            public Cadence cadence() {
                return Sinks.EVERY_STEP;
            }

            @Override
            public void accept(Snapshot snapshot) {
                sleepForEver();
            }
        }

        /** Never takes a second record. */
        private static final class StuckRecords implements ScalarsSink {
            @Override
            public String name() {
                return "stuck-records";
            }

            @Override
            public Cadence cadence() {
                return Sinks.EVERY_STEP;
            }

            @Override
            public void accept(Scalars scalars, long lost) {
                sleepForEver();
            }
        }

        /** Keeps what it is given up to a number, or asks for a piece that no such heap has. */
        private static final class Hungry implements SnapshotSink {
            private final int most;
            private final int bite;
            private final List<Object> kept = new ArrayList<>();

            Hungry(int most, int bite) {
                this.most = most;
                this.bite = bite;
            }

            @Override
            public String name() {
                return "hungry";
            }

            @Override
            public Cadence cadence() {
                return Sinks.EVERY_STEP;
            }

            @Override
            public void accept(Snapshot snapshot) {
                if (kept.size() < most) {
                    kept.add(bite == 0 ? snapshot : new byte[bite]);
                }
            }
        }
    }

    /** A line of the child's books. */
    private record Book(String name, String state, List<Long> counts) {
        static Book of(String line) {
            List<String> words = List.of(line.split(" "));
            return new Book(
                    words.get(0),
                    words.get(1),
                    words.subList(2, words.size()).stream().map(Long::valueOf).toList());
        }

        long posted() {
            return counts.get(0);
        }

        long accountedFor() {
            return counts.subList(1, counts.size()).stream().mapToLong(n -> n).sum();
        }
    }

    private List<Book> run(String kind) {
        ChildJvm.Ended ended = ChildJvm.run(
                temp, Duration.ofSeconds(200), HEAP_MEGABYTES, Child.class, kind, Integer.toString(SNAPSHOTS));
        assertEquals(0, ended.code(), ended::toString);
        List<String> lines = ended.out().lines().toList();
        assertEquals("weights true", lines.get(0), ended::toString);
        assertEquals("counting " + (SNAPSHOTS / 20 / 1000 + 1), lines.get(1), ended::toString);
        List<Book> books = lines.subList(3, lines.size()).stream().map(Book::of).toList();
        assertFalse(books.isEmpty());
        for (Book book : books) {
            assertEquals(SNAPSHOTS + 1, book.posted(), ended::toString);
            assertEquals(book.posted(), book.accountedFor(), ended::toString);
        }
        boolean eats = kind.equals("eats");
        assertEquals(eats, books.get(0).state().equals("OFF"), ended::toString);
        assertTrue(eats || !ended.err().contains("OutOfMemoryError"), ended::toString);
        return books;
    }

    private static String text(List<Book> books) {
        long posted = books.stream().mapToLong(Book::posted).sum();
        long accountedFor = books.stream().mapToLong(Book::accountedFor).sum();
        return posted + " items posted, " + accountedFor + " accounted for, no OutOfMemoryError outside of the sink,"
                + " the other sink went on, -Xmx" + HEAP_MEGABYTES + "m";
    }

    @Test
    void sinksThatAreStuck_losesOnlyWhatIsCounted(TestInfo test) {
        Torture.seen(test, "Q5 stuck sinks", text(run("stuck")));
    }

    @Test
    void sinkThatKeepsEverythingUpToALimit_hasItsPlaceInTheHeap(TestInfo test) {
        Torture.seen(test, "Q4, Q5 keeping sink", text(run("keeps")));
    }

    @Test
    void sinkThatAsksForAGigabyte_isSwitchedOff(TestInfo test) {
        Torture.seen(test, "Q3, Q4 sink that asks for 1 GB", text(run("eats")));
    }
}
