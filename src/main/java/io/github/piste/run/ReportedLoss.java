package io.github.piste.run;

import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.Penalty;

/**
 * A loss and its penalty as a function of the weights that people see, those of original columns: what is drawn beneath a
 * path and what a sweep searches.
 *
 * <p>Thread-safety: none. Not for the loop: it allocates.
 */
final class ReportedLoss implements Objective {
    private final RowLoss loss;
    private final Penalty penalty;
    private final ScoreUnits units;
    private final double[] scaledGradient;

    ReportedLoss(RowLoss loss, Penalty penalty, ScoreUnits units) {
        this.loss = loss;
        this.penalty = penalty;
        this.units = units;
        this.scaledGradient = new double[loss.dimension()];
    }

    @Override
    public int dimension() {
        return loss.dimension();
    }

    @Override
    public int penalised() {
        return loss.penalised();
    }

    @Override
    public double value(double[] w) {
        double[] scaled = units.scaled(w);
        return loss.value(scaled) + penalty.value(scaled, loss.penalised());
    }

    /** With the gradient of the smooth part; that of an L1 penalty, which has none everywhere, is left out. */
    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        double[] scaled = units.scaled(w);
        double value = loss.valueAndGradient(scaled, scaledGradient);
        penalty.addGradient(scaled, loss.penalised(), scaledGradient);
        units.gradientOfOriginal(scaledGradient, gradient);
        return value + penalty.value(scaled, loss.penalised());
    }
}
