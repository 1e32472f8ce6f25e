package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitedTest {
    @Test
    void text_isWaitedFor_andAnInterruptIsKept() {
        Thread asking = Thread.currentThread();
        Awaited awaited = new Awaited("test-awaited", () -> {
            while (asking.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return "there";
        });
        asking.interrupt();
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
