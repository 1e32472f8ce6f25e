package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.Updater;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a loop owns and what both kinds of loop do alike: judge an epoch, show a moment, save and restore.
 *
 * <p>A checkpoint is the state right after the moment of its step has been seen and before the next update; a loop that
 * is restored does not show that moment again.
 */
final class LoopState {
    /** Begins the name under which a checkpoint says that the descent is over. */
    private static final String OVER = "over.";

    final Objective objective;
    final Descent descent;
    final Observer observer;
    final Control control;
    final double[] w;
    /** See {@link io.github.piste.objective.Iterates#before()}; empty where steps look at all rows. */
    final double[] before;

    final double[] gradient;
    final Updater updater;
    final Average average;
    final DivergenceRule divergence;
    final HistoryRecorder recorder;
    final Best best;
    final RunningLoss running = new RunningLoss();
    private final RoundingRule rounding = new RoundingRule();
    final Clock clock = new Clock();
    final Moment moment = new Moment(clock);

    private final ImmutableDoubleArray start;
    private final @Nullable Objective validation;
    private final long timeLimitNanos;

    long step;
    long epoch;
    int position;
    double rate;
    private double startLoss = Double.NaN;
    /** Why the descent is over for good; null while it may go on. */
    private @Nullable StopReason over;

    private double previousLoss = Double.NaN;
    private double validationLoss = Double.NaN;
    double loss = Double.NaN;
    double gradientNorm = Double.NaN;

    LoopState(Trainer input, long historyInterval) {
        objective = input.objective();
        descent = input.descent();
        validation = input.validation();
        observer = input.observer();
        control = input.control();
        start = input.start();
        w = start.toArray();
        before = descent.batching().mode() == Batching.Mode.BATCH ? new double[0] : start.toArray();
        gradient = new double[w.length];
        updater = descent.rule()
                .updater(w.length, objective.penalised(), descent.penalty().l1());
        average = new Average(w.length);
        best = new Best(w.length);
        divergence = new DivergenceRule(descent.monotone());
        recorder = new HistoryRecorder(input.tracked(), historyInterval);
        timeLimitNanos = descent.stop().timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        rate = descent.learningRate();
    }

    /** Remembers what every later loss is compared with. */
    void start(double exactLoss) {
        startLoss = exactLoss;
        loss = exactLoss;
        divergence.start(exactLoss);
    }

    /** The weights to be seen: the average where there is one. */
    double[] published() {
        return descent.averaging() ? average.or(w) : w;
    }

    double rateAt(double atEpoch) {
        return descent.learningRate()
                * descent.schedule().factor(atEpoch, (double) descent.stop().epochs());
    }

    void validate() {
        if (validation != null) {
            validationLoss = validation.value(published());
        }
    }

    /** Offers the weights of an epoch's end, or of the start, as the best so far: by the validation loss if there is one. */
    void offerBest(double epochLoss) {
        validate();
        best.offer(validation == null ? epochLoss : validationLoss, published(), (double) epoch);
    }

    /** Looks at the epoch that has just ended and says whether the descent is over. */
    @Nullable
    StopReason judge(double epochLoss, boolean exactGradient) {
        if (divergence.diverged(epochLoss) || !Finite.all(published())) {
            return StopReason.DIVERGED;
        }
        offerBest(epochLoss);
        double change = Math.abs(epochLoss - previousLoss);
        previousLoss = epochLoss;
        if (exactGradient) {
            if (rounding.reached(gradientNorm, (double) epoch) && !divergence.aboveStart(epochLoss)) {
                return StopReason.ROUNDING;
            }
            if (descent.stop().gradientNorm() > 0
                    && gradientNorm <= descent.stop().gradientNorm()) {
                return StopReason.GRADIENT_NORM;
            }
        }
        if (descent.stop().lossChange() > 0 && change <= descent.stop().lossChange() * Math.abs(epochLoss)) {
            return StopReason.LOSS_CHANGE;
        }
        if (descent.stop().patience() > 0
                && best.epochsWithout() >= descent.stop().patience()) {
            return StopReason.PATIENCE;
        }
        if (finished()) {
            return StopReason.EPOCHS;
        }
        return interruption();
    }

    /** Whether all planned epochs are made. */
    boolean finished() {
        return epoch >= descent.stop().epochs();
    }

    /** Why a restored descent has nothing left to do: only what comes after the last step was interrupted. */
    @Nullable
    StopReason alreadyOver() {
        return over != null || !finished() ? over : StopReason.EPOCHS;
    }

    /** Whether somebody or the clock ends the descent here. */
    @Nullable
    StopReason interruption() {
        if (control.stopRequested()) {
            return StopReason.REQUEST;
        }
        return timeLimitNanos < Long.MAX_VALUE && clock.elapsedNanos() >= timeLimitNanos ? StopReason.TIME_LIMIT : null;
    }

    /** Shows the present: to the history if it is due, then to the observer, which may take a checkpoint. */
    void show(Moment.Kind kind, double atEpoch) {
        present(kind, atEpoch, published());
        if (recorder.due(step)) {
            recorder.append(moment);
        }
        moment.history(recorder);
        if (control.observationRequested()) {
            control.observing();
        }
        observer.observe(moment);
        if (observer.wantsCheckpoint()) {
            observer.checkpoint(this::checkpoint, false);
        }
    }

    /** Shows the end and says where it is. Weights that are lost make it a diverged one, whoever asked for it. */
    Outcome end(StopReason asked, double atEpoch) {
        clock.stop();
        StopReason wanted = Finite.all(published()) ? asked : StopReason.DIVERGED;
        if (wanted != StopReason.DIVERGED) {
            if (recorder.due(step)) {
                present(Moment.Kind.STEP, atEpoch, published());
                recorder.append(moment);
            }
            over = isForGood(wanted) ? wanted : null;
            observer.checkpoint(this::checkpoint, true);
        }
        StopReason reason = wanted;
        double[] result = wanted == StopReason.PATIENCE && best.exists() ? best.weights() : published();
        if (wanted != StopReason.DIVERGED && (result != w || descent.batching().mode() != Batching.Mode.BATCH)) {
            loss = exactLoss(result);
        }
        if (wanted != StopReason.REQUEST && wanted != StopReason.DIVERGED && divergence.aboveStart(loss)) {
            if (divergence.endedTooHigh(loss)) {
                reason = StopReason.DIVERGED;
            } else if (best.exists()) { // the steps danced around where they began: the best of them is the result
                result = best.weights();
                loss = exactLoss(result);
            }
        }
        if (reason == StopReason.DIVERGED) {
            result = best.exists() ? best.weights() : start.toArray();
        }
        present(Moment.Kind.END, atEpoch, result);
        moment.ends(reason);
        recorder.append(moment);
        moment.history(recorder);
        observer.observe(moment);
        return new Outcome(
                reason,
                moment.scalars(),
                ImmutableDoubleArray.copyOf(result),
                startLoss,
                best.loss(),
                best.epoch(),
                new History(recorder.columns(), recorder.length()));
    }

    /** More epochs or more time may be allowed later; what the other rules say stands. */
    private static boolean isForGood(StopReason reason) {
        return switch (reason) {
            case LOSS_CHANGE, GRADIENT_NORM, ROUNDING, PATIENCE, DIVERGED -> true;
            case EPOCHS, TIME_LIMIT, REQUEST -> false;
        };
    }

    double exactLoss(double[] weights) {
        return objective.value(weights) + descent.penalty().value(weights, objective.penalised());
    }

    private void present(Moment.Kind kind, double atEpoch, double[] weights) {
        moment.at(kind, step, atEpoch);
        moment.numbers(loss, validationLoss, gradientNorm, rate);
        moment.weights(weights);
    }

    Checkpoint checkpoint() {
        ImmutableMap.Builder<String, ImmutableDoubleArray> state = ImmutableMap.builder();
        state.put("weights", ImmutableDoubleArray.copyOf(w));
        if (before.length > 0) {
            state.put("before", ImmutableDoubleArray.copyOf(before));
        }
        state.put(
                "numbers", ImmutableDoubleArray.of(startLoss, previousLoss, validationLoss, loss, gradientNorm, rate));
        double[][] memory = updater.memory();
        for (int i = 0; i < memory.length; i++) {
            state.put("memory." + i, ImmutableDoubleArray.copyOf(memory[i]));
        }
        running.save(state);
        average.save(state);
        best.save(state);
        divergence.save(state);
        rounding.save(state);
        recorder.save(state);
        if (over != null) {
            state.put(OVER + over.name(), ImmutableDoubleArray.of());
        }
        return new Checkpoint(step, epoch, position, clock.elapsedNanos(), state.buildOrThrow());
    }

    void restore(Checkpoint checkpoint) {
        checkpoint.copyWeights("weights", w);
        if (before.length > 0) {
            checkpoint.copyWeights("before", before);
        }
        double[] numbers = checkpoint.array("numbers", 6);
        startLoss = numbers[0];
        previousLoss = numbers[1];
        validationLoss = numbers[2];
        loss = numbers[3];
        gradientNorm = numbers[4];
        rate = numbers[5];
        double[][] memory = updater.memory();
        for (int i = 0; i < memory.length; i++) {
            checkpoint.copyTo("memory." + i, memory[i]);
        }
        running.restore(checkpoint);
        average.restore(checkpoint);
        best.restore(checkpoint);
        divergence.restore(checkpoint);
        rounding.restore(checkpoint);
        recorder.restore(checkpoint);
        for (StopReason reason : StopReason.values()) {
            over = checkpoint.state().containsKey(OVER + reason.name()) ? reason : over;
        }
        step = checkpoint.step();
        epoch = checkpoint.epoch();
        position = checkpoint.position();
        clock.start(checkpoint.elapsedNanos());
    }
}
