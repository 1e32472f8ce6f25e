package io.github.piste.train;

import io.github.piste.objective.FiniteSumObjective;
import io.github.piste.objective.Iterates;
import io.github.piste.objective.RowSteps;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.RowOrder;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.UpdateRule;
import org.jspecify.annotations.Nullable;

/**
 * Steps that look at one row or a few. What an epoch's loss is, is only known as the mean over its steps; the first and
 * the last loss of a descent are exact.
 */
final class SampledLoop {
    /** An epoch's share after which the learning rate and the health of the loss are looked at again. */
    private static final int SPANS = 128;

    /** Losses of single rows that a record of the history averages at least, if the epoch has them. */
    private static final int ROWS_PER_RECORD = 256;

    /** Steps that an objective may make by itself before a request to stop is seen: whole pairs. */
    private static final int STEPS_AT_ONCE = 256;

    private static final double[] NO_MEAN = {};

    private final LoopState state;
    private final FiniteSumObjective sum;
    private final int n;
    private final int rowsPerStep;
    private final int span;
    private final int[] rows;
    private final @Nullable RowSteps rowSteps;
    private final Iterates iterates;

    private long nextEvent;

    SampledLoop(LoopState state, FiniteSumObjective sum) {
        this.state = state;
        this.sum = sum;
        this.n = sum.terms();
        this.rowsPerStep = state.descent.batching().rowsPerStep(n);
        this.span = Math.max(1, n / SPANS / 2) * 2; // whole pairs of rows have one rate
        this.rows = new int[n];
        Descent descent = state.descent;
        boolean plain =
                descent.rule() instanceof UpdateRule.Sgd && descent.penalty().equals(Penalty.NONE);
        this.iterates = new Iterates(
                state.w,
                state.before,
                state.gradient,
                descent.averaging() ? state.average.mean() : NO_MEAN,
                new double[STEPS_AT_ONCE]);
        this.rowSteps = plain && rowsPerStep == 1 && sum instanceof RowSteps steps ? steps : null;
    }

    /**
     * Steps from one record of a fresh history to the next: sixteen an epoch if each can look back on enough rows. The way
     * of two weights is drawn as a path, whose first steps are to be seen: as many records as a history holds.
     */
    static long historyInterval(int terms, int rowsPerStep, int weights, long epochs) {
        long steps = (terms + rowsPerStep - 1L) / rowsPerStep;
        long even = Math.min(steps, Math.max(1, Math.max(steps / 16, ROWS_PER_RECORD / rowsPerStep)));
        if (weights > 2) {
            return even;
        }
        double all = (double) steps * (double) epochs;
        return Math.min(even, (long) Math.max(1, Math.ceil(all / HistoryRecorder.CAPACITY)));
    }

    Outcome run(boolean resumed) {
        if (!resumed) {
            state.start(state.exactLoss(state.w));
            if (state.divergence.blownUp(state.loss)) {
                return state.end(StopReason.DIVERGED, 0);
            }
            state.offerBest(state.loss);
            state.rate = state.rateAt(0);
            state.show(Moment.Kind.START, 0);
        } else {
            StopReason over = state.alreadyOver();
            if (over != null) {
                return state.end(over, (double) state.epoch);
            }
        }
        order();
        scheduleEvent();
        for (; ; ) {
            StopReason over = state.position < n ? span() : endOfEpoch();
            if (over != null) {
                if (over != StopReason.DIVERGED && state.recorder.due(state.step)) {
                    lookBack(); // the history must not tell where a descent was interrupted
                }
                return state.end(over, epochNow());
            }
        }
    }

    private void order() {
        RowOrder.fill(rows, state.descent.batching().order(), state.descent.seed(), state.epoch);
    }

    private double epochNow() {
        return (double) state.epoch + (double) state.position / n;
    }

    /** Steps to the end of the span, at one learning rate. The end of an epoch is left to {@link #endOfEpoch()}. */
    private @Nullable StopReason span() {
        int index = state.position / span;
        int end = (int) Math.min(n, (index + 1L) * span);
        double spanRate = state.rateAt((double) state.epoch + (double) index * span / n);
        state.rate = spanRate;
        while (state.position < end) {
            if (rowSteps == null) {
                step(spanRate);
            } else {
                steps(rowSteps, end, spanRate);
            }
            if (state.position == n) {
                break; // the end of the epoch shows this very step
            }
            if (state.control.stopRequested()) {
                return StopReason.REQUEST;
            }
            if (state.step == nextEvent || state.control.observationRequested()) {
                showStep();
                if (state.control.stopRequested()) {
                    return StopReason.REQUEST;
                }
            }
        }
        if (state.divergence.blownUp(state.running.mean())) {
            state.loss = state.running.mean();
            return StopReason.DIVERGED;
        }
        return state.position == n ? null : state.interruption();
    }

    private void step(double spanRate) {
        int from = state.position;
        int to = Math.min(n, from + rowsPerStep);
        double loss = sum.valueAndGradient(state.w, rows, from, to, state.gradient);
        int penalised = sum.penalised();
        loss += state.descent.penalty().value(state.w, penalised);
        state.descent.penalty().addGradient(state.w, penalised, state.gradient);
        state.running.add(loss, to - from);
        state.updater.update(state.w, state.gradient, spanRate);
        if (state.descent.averaging()) {
            state.average.add(state.w);
        }
        state.position = to;
        state.step++;
    }

    /**
     * Many steps at once, up to where somebody wants to look. Where they are cut changes no bit: the sum of the losses goes
     * on where it was.
     */
    private void steps(RowSteps objective, int end, double spanRate) {
        int from = state.position;
        boolean awaited = state.control.stopRequested() || state.control.observationRequested();
        int most = awaited ? 1 : STEPS_AT_ONCE;
        int count = (int) Math.min(most, Math.min(end - from, nextEvent - state.step));
        if (state.descent.averaging()) {
            state.average.count(count, iterates.shares());
        }
        state.running.set(objective.steps(iterates, rows, from, from + count, spanRate, state.running.sum()), count);
        state.position = from + count;
        state.step += count;
    }

    private void showStep() {
        lookBack();
        state.show(Moment.Kind.STEP, epochNow());
        scheduleEvent();
    }

    /**
     * The loss of a moment inside an epoch is the mean since the last record, so that no observer changes what the
     * history says.
     */
    private void lookBack() {
        state.gradientNorm = state.descent.penalty().gradientNorm(state.w, state.objective.penalised(), state.gradient);
        if (state.running.movedSinceMark()) {
            state.loss = state.running.meanSinceMark();
        }
        if (state.recorder.due(state.step)) {
            state.running.mark();
        }
    }

    /** An observer that has not been called yet, as after a resume, may name a step of the past: it means the next one. */
    private void scheduleEvent() {
        nextEvent = Math.min(state.recorder.next(state.step), Math.max(state.step + 1, state.observer.nextStep()));
    }

    private @Nullable StopReason endOfEpoch() {
        double epochLoss = state.running.mean();
        lookBack();
        state.epoch++;
        state.position = 0;
        state.running.reset();
        StopReason over = state.judge(epochLoss, false);
        if (over == null) {
            state.show(Moment.Kind.EPOCH, (double) state.epoch);
            order();
            scheduleEvent();
        }
        return over;
    }
}
