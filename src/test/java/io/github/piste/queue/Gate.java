package io.github.piste.queue;

import java.util.concurrent.CountDownLatch;

/** Holds the thread that passes until it is opened, whatever interrupts come. */
final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    void pass() {
        reached.countDown();
        while (open.getCount() > 0) {
            try {
                open.await();
            } catch (InterruptedException e) {
                // a sink that cannot be stopped
            }
        }
    }

    void awaitReached() throws InterruptedException {
        reached.await();
    }

    void open() {
        open.countDown();
    }
}
