package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowWorkersTest {
    @Test
    void everyChunk_isRunOncePerPass_whateverTheCounts() {
        try (RowWorkers workers = new RowWorkers(4)) {
            for (int pass = 0; pass < 2000; pass++) {
                int count = 1 + pass % 97;
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                workers.run((chunk, thread) -> runs.incrementAndGet(chunk), count);
                for (int chunk = 0; chunk < count; chunk++) {
                    assertEquals(1, runs.get(chunk));
                }
            }
        }
    }

    @Test
    void workIsShared_whileTheCallerIsBusy() {
        try (RowWorkers workers = new RowWorkers(2)) {
            CountDownLatch both = new CountDownLatch(2);
            workers.run(
                    (chunk, thread) -> {
                        both.countDown();
                        try {
                            both.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    2);
            assertEquals(0, both.getCount());
        }
    }

    @Test
    void sleepingThreads_areWoken() {
        try (RowWorkers workers = new RowWorkers(2)) {
            for (int k = 0; k < 3; k++) {
                Awaitility.await().until(() -> helperState() == Thread.State.WAITING);
                CountDownLatch both = new CountDownLatch(2);
                workers.run(
                        (chunk, thread) -> {
                            both.countDown();
                            try {
                                both.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        2);
            }
        }
    }

    private static Thread.State helperState() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("piste-rows-1"))
                .map(Thread::getState)
                .filter(state -> state == Thread.State.WAITING)
                .findAny()
                .orElse(Thread.State.RUNNABLE);
    }

    @Test
    void aFailure_reachesTheCaller_andTheNextPassWorks() {
        try (RowWorkers workers = new RowWorkers(3)) {
            IllegalArgumentException fault = new IllegalArgumentException("bad");
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> workers.run(
                            (chunk, thread) -> {
                                if (chunk == 5) {
                                    throw fault;
                                }
                            },
                            10));
            assertSame(fault, thrown.getCause());
            workers.run((chunk, thread) -> {}, 10);
        }
    }

    @Test
    void closed_threadsEnd() {
        RowWorkers workers = new RowWorkers(2);
        workers.close();
        workers.close();
        Awaitility.await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("piste-rows-1")));
    }

    @Test
    void noThread_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RowWorkers(0));
        try (RowWorkers one = new RowWorkers(1)) {
            assertEquals(1, one.threads());
        }
    }
}
