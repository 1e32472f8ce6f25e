package io.github.piste.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a test make the watchdog tick, and waits until each tick's work is done. */
final class HandPacer implements Watchdog.Pacer {

    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore permits = new Semaphore(0);

    @Override
    public void awaitTick(Duration tick) throws InterruptedException {
        arrived.release();
        permits.acquire();
    }

    void tick(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS), "the watchdog is gone");
            permits.release();
            assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS), "the tick did not end");
            arrived.release();
        }
    }
}
