package io.github.piste;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.AbstractExecutionThreadService;
import io.github.piste.queue.QueueStats;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A training in the background of an application, with the states of a Guava {@link
 * com.google.common.util.concurrent.Service Service}.
 *
 * <p>{@code startAsync()} reads settings and data and takes the run's directory; while it is {@code RUNNING} the loop goes on. {@code
 * stopAsync()} ends it after the current step, lets the sinks finish within {@code observe.drain-limit}, and {@link
 * #result()} says what was left. A training that ends by itself terminates the service; bad settings or data, or an
 * error in the loop, fail it.
 *
 * <p>All threads are daemons with names that tell their role. Services share nothing but the list of run directories in
 * use, and none calls {@code System.exit}: an application may run several.
 *
 * <p>Thread-safety: all methods may be called by any thread at any time.
 */
public final class TrainingService extends AbstractExecutionThreadService {
    private static final Cadence LATEST = new Cadence.Every(Duration.ofMillis(100));

    private final Training training;
    private final Control control = new Control();
    private volatile @Nullable TrainingRun run;
    private volatile @Nullable Snapshot latest;
    private volatile @Nullable TrainingResult result;
    /** Whether the loop had its turn; the service's thread alone looks at it. */
    private boolean begun;

    TrainingService(Training training) {
        this.training = training;
    }

    @Override
    protected String serviceName() {
        return "piste-training";
    }

    @Override
    protected Executor executor() {
        return task -> {
            Thread thread = new Thread(task, serviceName());
            thread.setDaemon(true);
            thread.start();
        };
    }

    @Override
    protected void startUp() {
        TrainingRun ready = training.prepare(
                control, ImmutableList.of(new RunRequest.Inline(LATEST, snapshot -> latest = snapshot)));
        ready.claim();
        run = ready;
    }

    @Override
    protected void run() {
        begun = true;
        TrainingRun ready = run;
        if (ready != null) {
            result = ready.run();
        }
    }

    /** Asked to stop while it started up, it has threads and a directory to give back: the run ends where it begins. */
    @Override
    protected void shutDown() {
        if (!begun) {
            run();
        }
    }

    @Override
    protected void triggerShutdown() {
        control.requestStop();
    }

    /**
     * The newest snapshot, at most some tenths of a second old while the training goes on.
     *
     * @return empty before the first
     */
    public Optional<Snapshot> latest() {
        return Optional.ofNullable(latest);
    }

    /**
     * The counters of the sinks' mailboxes.
     *
     * @return empty before the training has begun
     */
    public Optional<QueueStats> queueStats() {
        return Optional.ofNullable(run).flatMap(TrainingRun::stats);
    }

    /**
     * What the training led to.
     *
     * @return empty until the service has terminated, and if it failed
     */
    public Optional<TrainingResult> result() {
        return Optional.ofNullable(result);
    }
}
