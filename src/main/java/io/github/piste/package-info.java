/**
 * Gradient descent on the JVM that you can watch: describe a {@link io.github.piste.Training}, run it here or as a
 * service.
 *
 * <p>Data flow one way, and the thread that trains never waits for those that show:
 *
 * <pre>
 *   training thread                                        |  worker threads
 *                                                          |
 *   data --> objective --> train.Trainer --> sink.         |
 *            (loss,        (loop, state,     Dispatcher ---+--> queue.Mailbox --> sinks: plots, page, log,
 *             gradient)     history)         copies what   |    (newest wins,     metrics, run.json,
 *                ^               |           is due        |     or in order,     checkpoints, listeners
 *                |               v                         |     or when idle)
 *              optim: update rule, schedule, row order     |
 *                                                          |
 *   train.Control  &lt;-- stop, observe (one volatile read a step) ------------------- any thread
 * </pre>
 */
@NullMarked
package io.github.piste;

import org.jspecify.annotations.NullMarked;
