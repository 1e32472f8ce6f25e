package io.github.piste.run;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A text that a thread of its own computes while others do something else; whoever asks for it waits until it is there. The
 * thread is a daemon, and ends with the computation.
 *
 * <p>Thread-safety: may be asked by any thread.
 */
final class Awaited {
    private final FutureTask<String> task;

    /** Begins to compute it. */
    Awaited(String thread, Callable<String> computation) {
        task = new FutureTask<>(computation);
        Thread worker = new Thread(task, thread);
        worker.setDaemon(true);
        worker.start();
    }

    /** The text; an interrupt does not end the wait and is kept. What the computation threw is thrown here. */
    String get() {
        try {
            return requireNonNull(Uninterruptibles.getUninterruptibly(task));
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            Throwables.throwIfUnchecked(cause);
            throw new IllegalStateException(cause);
        }
    }
}
