package io.github.piste.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Standard output, which may be a terminal, a file, closed, or a pipe that nobody reads. */
final class Terminal {
    private static final long PATIENCE_SECONDS = 2;

    private static final Semaphore turn = new Semaphore(1);
    /** Whether a text has been waiting for its reader for longer than that. */
    private static volatile boolean late;

    private Terminal() {}

    /** Whether output goes to a person's terminal. */
    @SuppressWarnings("SystemConsoleNull") // where it is never null, it can be asked
    static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // from Java 22 on there is a console without a terminal, and a method that says so
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (Boolean) isTerminal.invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * Prints without waiting for long: a reader that never comes must hold up neither a worker nor the end of a run. While
     * an earlier text still waits for its reader, later ones are left out.
     */
    static void print(String text) {
        try {
            if (!turn.tryAcquire(late ? 0 : PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            PrintStream out = System.out;
            CountDownLatch printed = new CountDownLatch(1);
            Thread printer = new Thread(
                    () -> {
                        out.print(text);
                        out.flush();
                        late = false;
                        turn.release();
                        printed.countDown();
                    },
                    "piste-print");
            printer.setDaemon(true);
            printer.start();
            if (!printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                late = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
