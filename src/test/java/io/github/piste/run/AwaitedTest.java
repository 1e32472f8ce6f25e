package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitedTest {
    @Test
    void text_isWaitedFor_andAnInterruptIsKept() {
        CountDownLatch asked = new CountDownLatch(1);
        Awaited awaited = new Awaited("test-awaited", () -> {
            asked.await();
            return "there";
        });
        Thread.currentThread().interrupt();
        asked.countDown();
        assertEquals("there", awaited.get());
        assertTrue(Thread.interrupted());
        assertEquals("there", awaited.get());
    }

    @Test
    void failure_isThrownToWhoAsks() {
        Error failure = new InternalError("a mapped file was cut");
        Awaited awaited = new Awaited("test-awaited", () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(InternalError.class, awaited::get));
    }
}
