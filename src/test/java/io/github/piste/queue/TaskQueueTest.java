package io.github.piste.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain queue: submit, join. */
@Timeout(60)
class TaskQueueTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void submit_aHundredTasks_runExactlyOnceAndJoinReturnsAfterTheLast(int workers) throws InterruptedException {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        int[] plain = new int[100]; // read without synchronization after the join
        try (TaskQueue queue = TaskQueue.builder("tasks").workers(workers).start()) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                queue.submit(() -> {
                    runs.incrementAndGet(number);
                    plain[number]++;
                });
            }
            queue.join();
            for (int i = 0; i < 100; i++) {
                assertEquals(1, runs.get(i));
                assertEquals(1, plain[i]);
            }
            assertEquals(new TaskStats(100, 100, 0, 0, 0, 0), queue.stats().tasks());
            assertEquals(workers, queue.stats().workersAlive());
        }
    }

    /** Q10. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,16", "2,3", "3,2", "16,1", "16,16"})
    void submit_anyCapacityAndWorkers_runsAll(int capacity, int workers) throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        try (TaskQueue queue = TaskQueue.builder("tasks")
                .workers(workers)
                .taskCapacity(capacity)
                .start()) {
            for (int i = 0; i < 500; i++) {
                queue.submit(() -> {
                    runs.incrementAndGet();
                });
            }
            queue.join();
            assertEquals(500, runs.get());
        }
    }

    /** Q10. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void builder_zeroOrNegative_isRefusedWithTheValue(int size) {
        TaskQueueBuilder builder = TaskQueue.builder("tasks");
        assertContains(" " + size + " ", assertThrows(IllegalArgumentException.class, () -> builder.workers(size)));
        assertContains(
                " " + size + " ", assertThrows(IllegalArgumentException.class, () -> builder.taskCapacity(size)));
        assertThrows(IllegalArgumentException.class, () -> builder.tick(Duration.ofMillis(size)));
        assertThrows(IllegalArgumentException.class, () -> TaskQueue.builder(" "));
    }

    @Test
    void submit_full_waitsForRoom() throws InterruptedException {
        Gate gate = new Gate();
        try (TaskQueue queue = TaskQueue.builder("tasks").taskCapacity(2).start()) {
            queue.submit(gate::pass);
            gate.awaitReached();
            queue.submit(() -> {});
            queue.submit(() -> {});
            AtomicBoolean accepted = new AtomicBoolean();
            Thread submitter = new Thread(() -> {
                try {
                    queue.submit(() -> {});
                    accepted.set(true);
                } catch (InterruptedException e) {
                    // fails the assertion below
                }
            });
            submitter.start();
            await().until(() -> submitter.getState() == Thread.State.WAITING);
            assertFalse(accepted.get());
            assertEquals(new TaskStats(3, 0, 0, 0, 2, 1), queue.stats().tasks());
            gate.open();
            submitter.join();
            assertTrue(accepted.get());
            queue.join();
            assertEquals(4, queue.stats().tasks().succeeded());
        } finally {
            gate.open();
        }
    }

    @Test
    void submit_interruptedWhileWaiting_isNotAccepted() throws InterruptedException {
        Gate gate = new Gate();
        try (TaskQueue queue = TaskQueue.builder("tasks").taskCapacity(1).start()) {
            queue.submit(gate::pass);
            gate.awaitReached();
            queue.submit(() -> {});
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> queue.submit(() -> {}));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, queue::join);
            assertEquals(2, queue.stats().tasks().submitted());
            gate.open();
        } finally {
            gate.open();
        }
    }

    @Test
    void submit_fromAWorkerWhenFull_runsInline() throws InterruptedException {
        try (TaskQueue queue = TaskQueue.builder("tasks").taskCapacity(1).start()) {
            AtomicInteger runs = new AtomicInteger();
            queue.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    submitCounting(queue, runs);
                }
                assertTrue(runs.get() >= 9, "all but the one that found room ran inline");
            });
            queue.join();
            await().until(() -> runs.get() == 10);
            assertEquals(0, queue.stats().tasks().failed());
        }
    }

    @Test
    void submitCallable_givesValueOrFailure() throws Exception {
        try (TaskQueue queue = TaskQueue.builder("tasks").start()) {
            assertEquals(42, queue.submit(() -> 6 * 7).get());
            IllegalStateException thrown = new IllegalStateException("x");
            CompletableFuture<Integer> failing = queue.submit(() -> {
                throw thrown;
            });
            assertSame(
                    thrown, assertThrows(ExecutionException.class, failing::get).getCause());
        }
    }

    @Test
    void task_throwsAnything_isCountedAndKillsNoWorker() throws InterruptedException {
        try (TaskQueue queue = TaskQueue.builder("tasks").start()) {
            Runnable exception = () -> {
                throw new IllegalStateException("x");
            };
            queue.submit(exception);
            Runnable error = () -> {
                throw new StackOverflowError();
            };
            queue.submit(error);
            Runnable noMemory = () -> {
                throw new OutOfMemoryError("x");
            };
            queue.submit(noMemory);
            queue.submit(() -> {});
            queue.join();
            assertEquals(new TaskStats(4, 1, 3, 0, 0, 0), queue.stats().tasks());
            assertEquals(1, queue.stats().workersAlive());
            assertEquals(0, queue.stats().workersReplaced());
        }
    }

    @Test
    void join_waitsForEarlierTasksOnly() throws InterruptedException {
        Gate first = new Gate();
        Gate second = new Gate();
        try (TaskQueue queue = TaskQueue.builder("tasks").workers(2).start()) {
            queue.submit(first::pass);
            first.awaitReached();
            AtomicBoolean joined = new AtomicBoolean();
            Thread joiner = new Thread(() -> {
                try {
                    queue.join();
                    joined.set(true);
                } catch (InterruptedException e) {
                    // fails the assertion below
                }
            });
            joiner.start();
            await().until(() -> joiner.getState() == Thread.State.WAITING);
            queue.submit(() -> {});
            queue.submit(second::pass);
            second.awaitReached(); // a later one is done, another one runs
            assertFalse(joined.get());
            first.open();
            joiner.join();
            assertTrue(joined.get());
            second.open();
        } finally {
            first.open();
            second.open();
        }
    }

    @Test
    void join_nothingSubmitted_returns() throws InterruptedException {
        try (TaskQueue queue = TaskQueue.builder("tasks").start()) {
            queue.join();
        }
    }

    @Test
    void join_fromAWorker_isRefusedInsteadOfWaitingForItself() throws InterruptedException {
        try (TaskQueue queue = TaskQueue.builder("tasks").start()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            queue.submit(() -> {
                try {
                    queue.join();
                } catch (Throwable t) {
                    thrown.set(t);
                }
            });
            queue.join();
            assertInstanceOf(IllegalStateException.class, thrown.get());
        }
    }

    @Test
    void threads_areNamedDaemonsOfLowPriority() throws Exception {
        try (TaskQueue queue = TaskQueue.builder("threads").workers(3).start()) {
            List<Thread> own = new ArrayList<>();
            await().until(() -> {
                own.clear();
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("threads-"))
                        .forEach(own::add);
                return own.size() == 4;
            });
            assertTrue(own.stream().allMatch(Thread::isDaemon));
            assertEquals(
                    List.of("threads-watchdog", "threads-worker-1", "threads-worker-2", "threads-worker-3"),
                    own.stream().map(Thread::getName).sorted().toList());
            assertEquals(
                    Worker.PRIORITY,
                    queue.submit(() -> Thread.currentThread().getPriority()).get());
        }
    }

    @Test
    void stats_mailboxByUnknownName_isRefused() {
        try (TaskQueue queue = TaskQueue.builder("tasks").start()) {
            QueueStats stats = queue.stats();
            assertContains("'plots'", assertThrows(IllegalArgumentException.class, () -> stats.mailbox("plots")));
        }
    }

    private static void submitCounting(TaskQueue queue, AtomicInteger runs) {
        try {
            queue.submit(() -> {
                runs.incrementAndGet();
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertContains(String part, Exception failure) {
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure::toString);
    }
}
