package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LastWordsTest {
    private final LastWords words = new LastWords();

    @Test
    void fit_aLackOfMemory_howeverItIsWrapped() {
        OutOfMemoryError lack = new OutOfMemoryError("Java heap space");
        assertTrue(words.fit(lack));
        assertTrue(words.fit(new InternalError(lack)));
        assertTrue(words.fit(new IllegalArgumentException("Self-suppression not permitted", lack)));
        Throwable broken = new ExceptionInInitializerError(
                "Exception java.lang.OutOfMemoryError: Java heap space [in thread \"piste-job-worker-1\"]");
        assertTrue(words.fit(new NoClassDefFoundError("Could not initialize class X").initCause(broken)));
    }

    @Test
    void fit_nothingElse() {
        assertFalse(words.fit(new IllegalStateException("java.lang.OutOfMemoryError is only mentioned")));
        assertFalse(words.fit(new ExceptionInInitializerError((String) null)));
        assertFalse(words.fit(new StackOverflowError()));
    }
}
