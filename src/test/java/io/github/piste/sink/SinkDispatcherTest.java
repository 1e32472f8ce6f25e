package io.github.piste.sink;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import com.sun.management.ThreadMXBean;
import io.github.piste.optim.StopReason;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import io.github.piste.train.Observer;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SinkDispatcherTest {
    private static final CountDownLatch OPEN = new CountDownLatch(0);
    private static final Cadence NEVER = new Cadence.Every(Duration.ofDays(1));

    private final Control control = new Control();
    private final TaskQueue queue = TaskQueue.builder("test").start();
    private final SinkDispatcher dispatcher = new SinkDispatcher(queue, control, Duration.ofSeconds(20));

    @AfterEach
    void endTheWorkers() {
        queue.close(Duration.ZERO);
    }

    private Outcome descend(long epochs) {
        return Descents.trainer(epochs, dispatcher, control).run();
    }

    private void assertAllAddUp() {
        for (MailboxStats mailbox : dispatcher.stats().mailboxes()) {
            assertTrue(mailbox.addsUp(), mailbox::toString);
        }
    }

    @Test
    void snapshots_whileTheSinkIsBusy_areConflatedToTheNewest_andTheEndArrives() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Sinks.Watching slow =
                new Sinks.Watching("slow", Sinks.EVERY_STEP, snapshot -> {
                    first.countDown();
                    gate.await();
                }) {
                    @Override
                    public Duration deadline() {
                        return Duration.ofMinutes(1);
                    }
                };
        dispatcher.add(slow);
        dispatcher.addInline(
                new Cadence.Steps(1),
                snapshot -> {
                    if (snapshot.scalars().step() == 0) {
                        first.await(); // the sink holds the first snapshot from here on
                    }
                },
                false);

        Outcome outcome = descend(50);
        gate.countDown();
        CloseReport report = dispatcher.close();

        assertEquals(List.of(), report.threadsLeft());
        assertEquals(2, slow.seen.size(), "the first, and the newest of all that came later");
        assertEquals(0, slow.seen.get(0).scalars().step());
        Snapshot last = slow.seen.get(1);
        assertEquals(StopReason.EPOCHS, last.end().orElseThrow());
        assertEquals(outcome.scalars(), last.scalars());
        assertEquals(outcome.weights(), last.weights());
        MailboxStats stats = dispatcher.stats().mailbox("slow");
        assertEquals(1001, stats.posted());
        assertEquals(2, stats.handled());
        assertEquals(999, stats.conflated());
        assertTrue(stats.addsUp());
        assertTrue(dispatcher.degraded().isEmpty(), "skipping pictures is no loss");
    }

    @Test
    void everySnapshot_holdsTheWeightsOfItsStep_howeverFastTheyChange() {
        List<ImmutableDoubleArray> truth = new ArrayList<>();
        Descents.trainer(
                        500,
                        new Observer() {
                            @Override
                            public void observe(Moment moment) {
                                if (truth.size() == moment.step()) {
                                    truth.add(ImmutableDoubleArray.copyOf(moment.weights()));
                                }
                            }

                            @Override
                            public long nextStep() {
                                return truth.size();
                            }
                        },
                        new Control())
                .run();
        Sinks.Watching sink = new Sinks.Watching("watching", Sinks.EVERY_STEP, snapshot -> {});
        dispatcher.add(sink);
        // Half of the way waits for the sink: however fast the rest is, it sees more than the end.
        dispatcher.addInline(new Cadence.Steps(250), snapshot -> await().until(() -> !sink.seen.isEmpty()), true);
        descend(500);
        dispatcher.close();

        assertTrue(sink.seen.size() > 1);
        for (Snapshot snapshot : sink.seen) {
            assertEquals(truth.get((int) snapshot.scalars().step()), snapshot.weights());
        }
    }

    @Test
    void records_arriveInOrder_eachOnce() {
        Sinks.Recording records = new Sinks.Recording(new Cadence.Steps(3), true, OPEN);
        dispatcher.add(records);
        descend(200);
        dispatcher.close();

        List<Long> expected = LongStream.rangeClosed(0, 4000)
                .filter(step -> step % 3 == 0 || step == 4000)
                .boxed()
                .toList();
        assertEquals(expected, records.seen.stream().map(Scalars::step).toList());
        assertTrue(records.lost.stream().allMatch(missing -> missing == 0));
        assertEquals(expected.size(), dispatcher.stats().mailbox("records").handled());
    }

    @Test
    void records_atEpochs_areThoseEpochsAndBothEnds() {
        Sinks.Recording records = new Sinks.Recording(new Cadence.Epochs(4), false, OPEN);
        dispatcher.add(records);
        descend(10);
        dispatcher.close();
        assertEquals(
                List.of(0.0, 4.0, 8.0, 10.0),
                records.seen.stream().map(Scalars::epoch).toList());
    }

    @Test
    void records_beyondTheRoom_areDroppedCountedAndToldAtTheirPlace() {
        CountDownLatch gate = new CountDownLatch(1);
        Sinks.Recording records = new Sinks.Recording(Sinks.EVERY_STEP, false, gate);
        dispatcher.add(records);
        // The loop reaches its last step with a full mailbox, and waits for room for that one record only.
        dispatcher.addInline(NEVER, snapshot -> {}, false);
        long steps = SinkDispatcher.RECORDS + 10_000;
        Observer opening = new Forwarding(dispatcher) {
            @Override
            public void observe(Moment moment) {
                if (moment.kind() == Moment.Kind.END) {
                    gate.countDown();
                }
                super.observe(moment);
            }
        };
        Descents.trainer(steps / 20, opening, control).run();
        dispatcher.close();

        MailboxStats stats = dispatcher.stats().mailbox("records");
        assertTrue(stats.dropped() >= 9_000, stats::toString);
        assertTrue(stats.addsUp(), stats::toString);
        assertEquals(stats.handled(), records.seen.size());
        long lost = records.lost.stream().mapToLong(Long::longValue).sum();
        assertEquals(stats.dropped(), lost);
        assertEquals(steps / 20 * 20, records.seen.get(records.seen.size() - 1).step(), "the last one always arrives");
        long previous = -1;
        for (int i = 0; i < records.seen.size(); i++) {
            long step = records.seen.get(i).step();
            assertEquals(previous + 1 + records.lost.get(i), step, "the gap stands where it is");
            previous = step;
        }
    }

    @Test
    void recordsThatMustNotBeLost_makeTheLoopWait() {
        Sinks.Recording records = new Sinks.Recording(Sinks.EVERY_STEP, true, OPEN);
        dispatcher.add(records);
        long epochs = (SinkDispatcher.RECORDS + 20_000) / 20;
        descend(epochs);
        dispatcher.close();
        assertEquals(epochs * 20 + 1, records.seen.size());
        assertEquals(0, dispatcher.stats().mailbox("records").dropped());
    }

    @Test
    void checkpoint_dueWhileTheWriterIsBusy_isDeferredAndThenWritten() {
        CountDownLatch gate = new CountDownLatch(1);
        Sinks.Storing storing = new Sinks.Storing(new Cadence.Steps(100), gate);
        dispatcher.add(storing);
        List<Long> offered = new ArrayList<>();
        Observer observer = new Forwarding(dispatcher) {
            @Override
            public void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {
                offered.add(last ? -1 : 1L);
                if (last) {
                    gate.countDown();
                }
                super.checkpoint(checkpoint, last);
            }

            @Override
            public void observe(Moment moment) {
                if (moment.step() == 150) {
                    Sinks.await(storing.entered);
                }
                super.observe(moment);
            }
        };
        Outcome outcome = Descents.trainer(100, observer, control).run();
        dispatcher.close();

        assertEquals(List.of(1L, -1L), offered, "one at step 100; the writer was busy with it until the end");
        assertEquals(
                List.of(100L, 2000L),
                storing.stored.stream().map(Checkpoint::step).toList());
        assertEquals(
                outcome.weights(),
                ImmutableDoubleArray.copyOf(storing.stored.get(1).array("weights")));
        MailboxStats stats = dispatcher.stats().mailbox("storing");
        assertEquals(0, stats.dropped() + stats.failed());
        assertTrue(stats.addsUp());
    }

    @Test
    void checkpoint_deferred_isTakenAsSoonAsTheWriterIsIdle() {
        CountDownLatch gate = new CountDownLatch(1);
        Sinks.Storing storing = new Sinks.Storing(new Cadence.Steps(100), gate);
        dispatcher.add(storing);
        Observer observer = new Forwarding(dispatcher) {
            @Override
            public void observe(Moment moment) {
                if (moment.step() == 150) {
                    Sinks.await(storing.entered);
                }
                if (moment.step() == 340) {
                    gate.countDown();
                    while (!dispatcher.wantsCheckpoint()) { // due since 200; the writer is about to become idle
                        Thread.onSpinWait();
                    }
                }
                super.observe(moment);
            }
        };
        Descents.trainer(20, observer, control).run();
        dispatcher.close();
        List<Long> steps = storing.stored.stream().map(Checkpoint::step).toList();
        assertEquals(100, steps.get(0));
        assertTrue(steps.get(1) >= 340 && steps.get(1) <= 360, () -> "those of 200 and 300 became one: " + steps);
        assertEquals(400, steps.get(steps.size() - 1));
    }

    @Test
    void everyCheckpointStored_continuesToTheSameBits() {
        Sinks.Storing storing = new Sinks.Storing(new Cadence.Steps(70), OPEN);
        dispatcher.add(storing);
        Outcome outcome = descend(30);
        dispatcher.close();
        assertTrue(storing.stored.size() >= 2);
        for (Checkpoint checkpoint : storing.stored) {
            Outcome resumed = Descents.trainer(30, Observer.NONE, new Control()).resume(checkpoint);
            assertEquals(outcome.weights(), resumed.weights());
        }
    }

    @Test
    void timedCadence_isAskedForByTheClock_whileTheLoopIsInsideAnEpoch() {
        CountDownLatch third = new CountDownLatch(3);
        Sinks.Watching sink =
                new Sinks.Watching("clock", new Cadence.Every(Duration.ofMillis(20)), snapshot -> third.countDown());
        dispatcher.add(sink);
        Thread stopper = new Thread(() -> {
            Sinks.await(third);
            control.requestStop();
        });
        stopper.start();
        Outcome outcome = descend(Long.MAX_VALUE);
        dispatcher.close();
        assertEquals(StopReason.REQUEST, outcome.reason());
        assertTrue(sink.seen.size() >= 3);
        assertTrue(sink.seen.get(sink.seen.size() - 1).last());
    }

    @Test
    void inlineListener_thatThrows_isReportedAndNotCalledAgain() {
        List<Long> seen = new ArrayList<>();
        dispatcher.addInline(
                new Cadence.Steps(10),
                snapshot -> {
                    seen.add(snapshot.scalars().step());
                    if (seen.size() == 3) {
                        throw new IOException("no room");
                    }
                },
                false);
        Outcome outcome = descend(50);
        dispatcher.close();
        assertEquals(List.of(0L, 10L, 20L), seen);
        assertEquals(Descents.alone(50).weights(), outcome.weights());
        assertEquals(List.of("listener: at step 20: java.io.IOException: no room"), dispatcher.degraded());
    }

    @Test
    void inlineListener_thatThrowsWithFailFast_endsTheRun() {
        Exception cause = new IllegalStateException("enough");
        dispatcher.addInline(
                new Cadence.Steps(10),
                snapshot -> {
                    if (snapshot.scalars().step() == 20) {
                        throw cause;
                    }
                },
                true);
        ListenerException thrown = assertThrows(ListenerException.class, () -> descend(50));
        assertSame(cause, thrown.getCause());
        assertTrue(String.valueOf(thrown.getMessage()).contains("at step 20"), thrown::getMessage);
    }

    @Test
    void inlineListener_thatThrowsAnErrorOrInterrupts_doesNotEndTheRun() {
        dispatcher.addInline(
                Sinks.EVERY_STEP,
                snapshot -> {
                    throw new StackOverflowError("deep");
                },
                false);
        dispatcher.addInline(
                Sinks.EVERY_STEP,
                snapshot -> {
                    throw new InterruptedException("asked");
                },
                false);
        Outcome outcome = descend(5);
        assertTrue(Thread.interrupted(), "the flag stays for whoever asked");
        dispatcher.close();
        assertEquals(Descents.alone(5).weights(), outcome.weights());
        assertEquals(2, dispatcher.degraded().size());
    }

    @Test
    void sinks_areFlushedAndClosedOnce_closingTwiceIsTheSame() {
        Sinks.Watching sink = new Sinks.Watching("closing", Sinks.EVERY_STEP, snapshot -> {});
        dispatcher.add(sink);
        descend(5);
        CloseReport first = dispatcher.close();
        assertSame(first, dispatcher.close());
        assertEquals(1, sink.closed.get());
        assertThrows(IllegalStateException.class, () -> dispatcher.add(sink));
    }

    @Test
    void handOvers_areCountedPerSink() {
        dispatcher.add(new Sinks.Watching("one", Sinks.EVERY_STEP, snapshot -> {}));
        dispatcher.add(new Sinks.Recording(Sinks.EVERY_STEP, false, OPEN));
        descend(50);
        dispatcher.close();
        for (HandOver handOver : dispatcher.handOvers()) {
            assertEquals(1001, handOver.count(), handOver::toString);
            assertTrue(handOver.p50Nanos() <= handOver.p99Nanos() && handOver.p99Nanos() <= handOver.maxNanos());
        }
        assertEquals(
                List.of("one", "records"),
                dispatcher.handOvers().stream().map(HandOver::sink).toList());
    }

    @Test
    void aStepWithTheDispatcherAttached_allocatesNothing() {
        dispatcher.add(new Sinks.Watching("plot", new Cadence.Every(Duration.ofMillis(100)), snapshot -> {}));
        dispatcher.add(new Sinks.Recording(new Cadence.Epochs(1), false, OPEN));
        Observer observer = dispatcher;
        allocated(4_000, observer); // lets slots, history and compiler settle
        Observer second = sameAgain();
        long few = allocated(4_000, second);
        Observer third = sameAgain();
        long many = allocated(8_000, third);
        // At twice the steps the history halves once more: one set of columns.
        long halving = 8L * 1000 * 12;
        assertTrue(many - few <= halving, () -> (many - few) + " bytes more for twice the steps, " + few + " before");
    }

    private final List<TaskQueue> others = new ArrayList<>();

    @AfterEach
    void endTheOthers() {
        others.forEach(other -> other.close(Duration.ZERO));
    }

    /** Another dispatcher with the same sinks. */
    private SinkDispatcher sameAgain() {
        TaskQueue other = TaskQueue.builder("other").start();
        others.add(other);
        SinkDispatcher same = new SinkDispatcher(other, control, Duration.ofSeconds(20));
        same.add(new Sinks.Watching("plot", new Cadence.Every(Duration.ofMillis(100)), snapshot -> {}));
        same.add(new Sinks.Recording(new Cadence.Epochs(1), false, OPEN));
        return same;
    }

    private long allocated(long epochs, Observer observer) {
        var trainer = Descents.trainer(epochs, observer, control);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        trainer.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void aSinkThatOnlyFails_isSuspended_andNamedInTheReport() {
        dispatcher.add(new Sinks.Watching("broken", Sinks.EVERY_STEP, snapshot -> {
            throw new IllegalStateException("always");
        }));
        descend(50);
        dispatcher.close();
        MailboxStats stats = dispatcher.stats().mailbox("broken");
        assertTrue(stats.failed() > 0 && stats.handled() == 0, stats::toString);
        assertFalse(stats.state() == MailboxState.OFF, stats::toString);
        assertEquals(1, dispatcher.degraded().size());
        assertTrue(dispatcher.degraded().get(0).startsWith("broken: "), dispatcher.degraded()::toString);
        assertTrue(dispatcher.degraded().get(0).contains("always"), dispatcher.degraded()::toString);
        assertAllAddUp();
    }

    @Test
    void aSinkThatCannotBeClosed_isNamedInTheReport() {
        dispatcher.add(new Sinks.Watching("last-words", Sinks.EVERY_STEP, snapshot -> {}) {
            @Override
            public void close() {
                throw new IllegalStateException("the file could not be forced to the disk");
            }
        });
        descend(5);
        dispatcher.close();
        assertEquals(1, dispatcher.degraded().size());
        String line = dispatcher.degraded().get(0);
        assertTrue(line.startsWith("last-words: could not be flushed or closed: ") && line.contains("forced"), line);
    }

    /** Passes everything on. */
    private static class Forwarding implements Observer {
        private final Observer next;

        Forwarding(Observer next) {
            this.next = next;
        }

        @Override
        public void observe(Moment moment) {
            next.observe(moment);
        }

        @Override
        public long nextStep() {
            return next.nextStep();
        }

        @Override
        public boolean wantsCheckpoint() {
            return next.wantsCheckpoint();
        }

        @Override
        public void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {
            next.checkpoint(checkpoint, last);
        }
    }
}
