package io.github.piste.run;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LinearLoss;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.StopReason;
import io.github.piste.train.Control;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Trains and measures one fold. Scaling, rate and rule are found from its training rows alone, so that nothing of the
 * held-out rows leaks into the model.
 *
 * <p>Thread-safety: shares only the data, which nobody changes, and the control.
 */
final class FoldTraining implements Callable<Optional<FoldResult>> {
    private final RunConfig config;
    private final Dataset data;
    private final int[][] folds;
    private final int held;
    private final Control control;

    /** The fold with the index {@code held} among all. */
    FoldTraining(RunConfig config, Dataset data, int[][] folds, int held, Control control) {
        this.config = config;
        this.data = data;
        this.folds = folds;
        this.held = held;
        this.control = control;
    }

    /** The measures, or nothing if it was asked to stop before it was done. A failure ends the run: it stops the others. */
    @Override
    public Optional<FoldResult> call() {
        if (control.stopRequested()) {
            return Optional.empty();
        }
        try {
            return measured();
        } catch (DataException e) {
            control.requestStop();
            throw new DataException("fold " + (held + 1) + " of data.folds = " + folds.length + ": " + e.getMessage());
        } catch (RuntimeException | Error e) {
            control.requestStop();
            throw e;
        }
    }

    private Optional<FoldResult> measured() {
        Dataset training = data.select(others());
        Dataset heldOut = data.select(folds[held]);
        Problem problem = Problem.of(config, training);
        RowLoss objective = problem.objective(problem.training());
        DescentPlan plan = DescentPlan.of(config, objective);
        Outcome outcome = new Trainer(objective, plan.descent())
                .start(problem.start())
                .control(control)
                .run();
        if (outcome.reason() == StopReason.REQUEST) {
            return Optional.empty();
        }
        Dataset scaled = problem.scaling().apply(heldOut);
        RowLoss loss = problem.objective(scaled);
        double[] w = outcome.weights().toArray();
        return Optional.of(new FoldResult(
                held + 1,
                training.rows(),
                heldOut.rows(),
                data.classes().isEmpty() ? errors(loss, w, training, heldOut) : shares(loss, w, training, scaled),
                outcome.scalars().epoch(),
                problem.verdict(outcome, plan).state()));
    }

    private ImmutableMap<Measure, Double> errors(RowLoss loss, double[] w, Dataset training, Dataset heldOut) {
        double squaredError = meanSquaredError(loss, w, heldOut);
        double spread = meanSquaredError(heldOut, constant(mean(heldOut)));
        return ImmutableMap.of(
                Measure.RMSE,
                Math.sqrt(squaredError),
                Measure.R2,
                spread > 0 ? 1 - squaredError / spread : Double.NaN,
                Measure.BASELINE_RMSE,
                Math.sqrt(meanSquaredError(heldOut, constant(mean(training)))),
                Measure.CLOSED_FORM_RMSE,
                Math.sqrt(meanSquaredError(heldOut, optimum(training))));
    }

    private static ImmutableMap<Measure, Double> shares(RowLoss loss, double[] w, Dataset training, Dataset heldOut) {
        return ImmutableMap.of(
                Measure.ACCURACY,
                Accuracy.of(loss, heldOut, w),
                Measure.LOG_LOSS,
                loss.value(w),
                Measure.BASELINE_ACCURACY,
                share(heldOut, mostFrequent(training)));
    }

    private static int mostFrequent(Dataset rows) {
        int best = 0;
        for (int c = 1; c < rows.classes().size(); c++) {
            best = share(rows, c) > share(rows, best) ? c : best;
        }
        return best;
    }

    /** The share of rows of one class, by their weights. */
    private static double share(Dataset rows, int wanted) {
        double[] weights = rows.weights();
        double found = 0;
        double total = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double weight = weights == null ? 1 : weights[i];
            total += weight;
            found += (int) rows.y()[i] == wanted ? weight : 0;
        }
        return found / total;
    }

    /** All rows but those held out, in the order of the data. */
    private int[] others() {
        boolean[] out = new boolean[data.rows()];
        for (int row : folds[held]) {
            out[row] = true;
        }
        int[] rows = new int[data.rows() - folds[held].length];
        int count = 0;
        for (int row = 0; row < out.length; row++) {
            if (!out[row]) {
                rows[count++] = row;
            }
        }
        return rows;
    }

    private ImmutableDoubleArray optimum(Dataset training) {
        ClosedForm solution =
                config.model().intercept() ? ClosedForm.withIntercept(training) : ClosedForm.throughOrigin(training);
        return solution.coefficients();
    }

    /** Coefficients of a model that predicts the same everywhere. */
    private ImmutableDoubleArray constant(double value) {
        double[] w = new double[data.features() + 1];
        w[data.features()] = value;
        return ImmutableDoubleArray.copyOf(w);
    }

    /** The mean squared error of a model's predictions. */
    private static double meanSquaredError(RowLoss loss, double[] w, Dataset rows) {
        double[] predicted = new double[rows.rows()];
        loss.predict(w, predicted);
        double[] weights = rows.weights();
        double sum = 0;
        double total = 0;
        for (int i = 0; i < predicted.length; i++) {
            double weight = weights == null ? 1 : weights[i];
            double error = predicted[i] - rows.y()[i];
            sum += weight * error * error;
            total += weight;
        }
        return sum / total;
    }

    /** The loss on rows in original units; the intercept, if there is one, comes last. */
    private static double meanSquaredError(Dataset rows, ImmutableDoubleArray coefficients) {
        LinearLoss loss = coefficients.length() > rows.features()
                ? LeastSquares.withIntercept(rows)
                : LeastSquares.throughOrigin(rows);
        return loss.value(coefficients.toArray());
    }

    /** The weighted mean target; relative to the first, so that equal targets have exactly themselves for a mean. */
    private static double mean(Dataset rows) {
        double[] y = rows.y();
        double[] weights = rows.weights();
        double sum = 0;
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            double weight = weights == null ? 1 : weights[i];
            sum += weight * (y[i] - y[0]);
            total += weight;
        }
        return y[0] + sum / total;
    }
}
