package io.github.piste.train;

import io.github.piste.optim.StopReason;
import org.jspecify.annotations.Nullable;

/** Steps that look at all rows: one step is one epoch, and every loss and gradient is exact. */
final class BatchLoop {
    private final LoopState state;

    BatchLoop(LoopState state) {
        this.state = state;
    }

    Outcome run(boolean resumed) {
        evaluate();
        if (!resumed) {
            state.start(state.loss);
            StopReason over = look(Moment.Kind.START);
            if (over != null) {
                return state.end(over, (double) state.epoch);
            }
        } else {
            StopReason over = state.alreadyOver();
            if (over != null) {
                return state.end(over, (double) state.epoch);
            }
        }
        for (; ; ) {
            state.updater.update(state.w, state.gradient, state.rate);
            state.step++;
            state.epoch++;
            evaluate();
            StopReason over = look(Moment.Kind.EPOCH);
            if (over != null) {
                return state.end(over, (double) state.epoch);
            }
        }
    }

    private void evaluate() {
        double data = state.objective.valueAndGradient(state.w, state.gradient);
        int penalised = state.objective.penalised();
        state.loss = data + state.descent.penalty().value(state.w, penalised);
        state.descent.penalty().addGradient(state.w, penalised, state.gradient);
        state.gradientNorm = state.descent.penalty().gradientNorm(state.w, state.objective.penalised(), state.gradient);
        state.rate = state.rateAt((double) state.epoch);
    }

    private @Nullable StopReason look(Moment.Kind kind) {
        StopReason over = state.judge(state.loss, true);
        if (over == null) {
            state.show(kind, (double) state.epoch);
        }
        return over;
    }
}
