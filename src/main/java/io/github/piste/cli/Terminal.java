package io.github.piste.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** Whether colours are welcome: NO_COLOR is not set, or set to nothing. */
    static boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }

    /**
     * Prints without waiting for long: a reader that never comes must hold up neither a worker nor the end of a run. While
     * an earlier text still waits for its reader, later ones are left out. Gives the exit code of a command whose whole
     * purpose was to print this.
     */
    static int print(String text) {
        try {
            if (!turn.tryAcquire(late ? 0 : PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return ExitCode.DEGRADED;
            }
            PrintStream out = System.out;
            AtomicBoolean failed = new AtomicBoolean(true);
            CountDownLatch printed = new CountDownLatch(1);
            Thread printer = new Thread(
                    () -> {
                        out.print(text);
                        failed.set(out.checkError());
                        late = false;
                        turn.release();
                        printed.countDown();
                    },
                    "piste-print");
            printer.setDaemon(true);
            printer.start();
            late = !printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return late || failed.get() ? ExitCode.DEGRADED : ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.DEGRADED;
        }
    }
}
