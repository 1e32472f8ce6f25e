package io.github.piste.sink;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.MailboxConfig;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.QueueStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import io.github.piste.train.Observer;
import io.github.piste.train.ScalarsSlot;
import io.github.piste.train.SnapshotListener;
import io.github.piste.train.SnapshotSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands between the loop and the sinks: on the training thread it copies what is due into mailboxes; workers build the
 * snapshots and call the sinks. The loop never waits for it.
 *
 * <p>Each sink has a mailbox of its own: pictures and gauges keep the newest snapshot, records stay in order in a
 * bounded ring, a checkpoint is taken only when its writer is idle and written after the records before it.
 *
 * <p>Thread-safety: {@link Observer} methods are the training thread's; statistics may be read by any thread at any
 * time. Cost of a moment that nobody is due to see: a few nanoseconds a sink; of a hand-over: tens of nanoseconds plus
 * the copy of the weights. Allocates nothing after the first hand-over, checkpoints excepted.
 */
public final class SinkDispatcher implements Observer {
    /** Records that can wait for a slow disk; small enough to be forgotten, large enough for a burst of tiny epochs. */
    static final int RECORDS = 1 << 16;

    private final TaskQueue queue;
    private final Control control;
    private final Duration drainLimit;
    private final List<Courier<?>> couriers = new ArrayList<>();
    private final List<Courier<?>> records = new ArrayList<>();
    private final List<CheckpointCourier> checkpoints = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<InlineListener> listeners = new ArrayList<>();
    private volatile ImmutableList<Courier<?>> tickingCouriers = ImmutableList.of();
    private volatile ImmutableList<CheckpointCourier> tickingCheckpoints = ImmutableList.of();
    private volatile ImmutableList<InlineListener> tickingListeners = ImmutableList.of();
    private long nextStep;
    private long endDeadlineNanos;
    private boolean ended;

    /**
     * A dispatcher without sinks.
     *
     * @param queue whose workers serve the sinks; closed by {@link #close()}
     * @param control of the loop, to ask for an observation when time has come
     * @param drainLimit how long the end of a run may wait for the sinks, in all
     */
    public SinkDispatcher(TaskQueue queue, Control control, Duration drainLimit) {
        this.queue = queue;
        this.control = control;
        this.drainLimit = drainLimit;
        queue.onTick(this::tick);
    }

    /**
     * Gives a sink its mailbox. To be called before the loop starts.
     *
     * @param sink the sink
     */
    public void add(Sink sink) {
        checkState(!ended, "the descent is over");
        sinks.add(sink);
        if (sink instanceof SnapshotSink snapshots) {
            couriers.add(courier(snapshots));
        } else if (sink instanceof ScalarsSink scalars) {
            Courier<?> courier = courier(scalars);
            couriers.add(courier);
            records.add(courier);
        } else {
            checkpoints.add(new CheckpointCourier(queue, (CheckpointSink) sink, records));
        }
        tickingCouriers = ImmutableList.copyOf(couriers);
        tickingCheckpoints = ImmutableList.copyOf(checkpoints);
    }

    /**
     * Adds a listener that the training thread itself calls, and waits for. To be called before the loop starts.
     *
     * @param cadence how often
     * @param listener whom
     * @param failFast whether an exception of the listener ends the run; otherwise it is reported, and the listener is
     *     not called again
     */
    public void addInline(Cadence cadence, SnapshotListener listener, boolean failFast) {
        listeners.add(new InlineListener(new DueDate(cadence), listener, failFast));
        tickingListeners = ImmutableList.copyOf(listeners);
    }

    private Courier<SnapshotSlot> courier(SnapshotSink sink) {
        var mailbox = queue.mailbox(
                configured(MailboxConfig.conflating(sink.name()), sink),
                SnapshotSlot::new,
                new SinkHandler<SnapshotSlot>(sink, (slot, skipped) -> sink.accept(slot.toSnapshot())));
        return new Courier<>(mailbox, 2, new DueDate(sink.cadence()), Moment::copyTo);
    }

    private Courier<ScalarsSlot> courier(ScalarsSink sink) {
        MailboxConfig config = sink.wantsEveryRecord()
                ? MailboxConfig.blocking(sink.name(), RECORDS)
                : MailboxConfig.dropping(sink.name(), RECORDS);
        var mailbox = queue.mailbox(
                configured(config, sink),
                ScalarsSlot::new,
                new SinkHandler<ScalarsSlot>(sink, (slot, lost) -> sink.accept(slot.toScalars(), lost)));
        return new Courier<>(mailbox, RECORDS, new DueDate(sink.cadence()), (moment, slot) -> slot.set(moment));
    }

    /**
     * A sink that fails because a disk is full is tried again at its own interval: when there is room, its next output
     * is there as if nothing had been.
     */
    static MailboxConfig configured(MailboxConfig config, Sink sink) {
        MailboxConfig timed = config.withDeadline(sink.deadline());
        return sink.cadence() instanceof Cadence.Every every && every.interval().compareTo(timed.longestPause()) < 0
                ? timed.withLongestPause(every.interval())
                : timed;
    }

    private void tick() {
        long now = System.nanoTime();
        for (Courier<?> courier : tickingCouriers) {
            courier.tick(now, control);
        }
        for (CheckpointCourier checkpoint : tickingCheckpoints) {
            checkpoint.tick(now, control);
        }
        for (InlineListener listener : tickingListeners) {
            listener.tick(now, control);
        }
    }

    @Override
    public void observe(Moment moment) {
        if (moment.kind() == Moment.Kind.END) {
            observeEnd(moment);
            return;
        }
        long next = Long.MAX_VALUE;
        for (int i = 0; i < couriers.size(); i++) {
            couriers.get(i).offer(moment);
            next = Math.min(next, couriers.get(i).nextStep(moment.step()));
        }
        for (int i = 0; i < checkpoints.size(); i++) {
            checkpoints.get(i).look(moment);
            next = Math.min(next, checkpoints.get(i).nextStep(moment.step()));
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).offer(moment);
            next = Math.min(next, listeners.get(i).nextStep(moment.step()));
        }
        nextStep = next;
    }

    private void observeEnd(Moment moment) {
        beginEnd();
        for (Courier<?> courier : couriers) {
            courier.offerLast(moment, endDeadlineNanos);
        }
        for (InlineListener listener : listeners) {
            listener.offer(moment);
        }
    }

    private void beginEnd() {
        if (!ended) {
            ended = true;
            queue.hurry();
            endDeadlineNanos = System.nanoTime() + drainLimit.toNanos();
        }
    }

    @Override
    public long nextStep() {
        return nextStep;
    }

    @Override
    public boolean wantsCheckpoint() {
        for (int i = 0; i < checkpoints.size(); i++) {
            if (checkpoints.get(i).ready()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {
        if (last) {
            beginEnd();
        }
        for (CheckpointCourier courier : checkpoints) {
            if (last) {
                courier.postLast(checkpoint.get(), endDeadlineNanos);
            } else if (courier.ready()) {
                courier.take(checkpoint.get());
            }
        }
    }

    /**
     * The counters of all mailboxes.
     *
     * @return as they are now
     */
    public QueueStats stats() {
        return queue.stats();
    }

    /**
     * What was asked for and is not there: sinks that failed, got stuck or say so themselves, listeners that are no
     * longer called. To be called after {@link #close()}.
     *
     * @return a line each, empty if all is well
     */
    public ImmutableList<String> degraded() {
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        QueueStats stats = queue.stats();
        for (Sink sink : sinks) {
            MailboxStats mailbox = stats.mailbox(sink.name());
            Optional<String> own = sink.degraded();
            if (own.isPresent()) {
                lines.add(sink.name() + ": " + own.get());
            } else if (sink instanceof CheckpointSink && mailbox.dropped() > 0) {
                lines.add(sink.name() + ": the last state could not be handed over, the writer was busy");
            } else if (mailbox.failed() > 0 || mailbox.state() != MailboxState.ACTIVE) {
                lines.add(sink.name() + ": " + mailbox.failed() + " calls failed, the last one with "
                        + mailbox.lastError());
            } else if (mailbox.lastError() != null) {
                lines.add(sink.name() + ": could not be flushed or closed: " + mailbox.lastError());
            } else if (mailbox.pending() + mailbox.running() > 0) {
                lines.add(sink.name() + ": " + (mailbox.pending() + mailbox.running())
                        + " items were not finished within the drain limit");
            }
        }
        for (InlineListener listener : tickingListeners) {
            if (listener.failure() != null) {
                lines.add("listener: " + listener.failure());
            }
        }
        return lines.build();
    }

    /**
     * How long hand-overs took.
     *
     * @return one entry a sink of snapshots or records
     */
    public ImmutableList<HandOver> handOvers() {
        return tickingCouriers.stream().map(Courier::handOver).collect(ImmutableList.toImmutableList());
    }

    /**
     * Lets the sinks finish what was handed to them, at most for what is left of the drain limit, and ends the workers.
     *
     * @return what was left undone
     */
    public CloseReport close() {
        beginEnd();
        return queue.close(Duration.ofNanos(Math.max(0, endDeadlineNanos - System.nanoTime())));
    }
}
