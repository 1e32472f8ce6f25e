package io.github.piste.run;

import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.Batching;
import io.github.piste.run.TrainConfig.Gradient;

/**
 * Chooses how the gradient over all rows is computed. The choice depends on the configuration and the shape of the data
 * alone, never on a clock, so that the same run has the same bits.
 */
final class GradientPath {
    /** What the Gram matrix costs in passes over the rows, whatever their width, and how that grows with it. */
    private static final double PASSES = 8;

    private static final double COLUMNS_PER_PASS = 15;

    /** Values read in all below which nobody would notice: some hundredths of a second. */
    private static final double FEW_VALUES = 1e8;

    /** A call costs less than a pass only where there are many more rows than columns. */
    private static final double ROWS_PER_COLUMN = 8;

    private GradientPath() {}

    /** Of a run whose descent is expected to take so many epochs; NaN where theory does not know. */
    static Gradient choose(RunConfig config, RowLoss objective, double expectedEpochs) {
        Gradient wanted = config.train().gradient();
        boolean possible = config.train().batching().mode() == Batching.Mode.BATCH && objective instanceof LeastSquares;
        if (wanted != Gradient.AUTO || !possible) {
            return wanted == Gradient.GRAM && possible ? Gradient.GRAM : Gradient.STREAMING;
        }
        double most = config.train().stop().epochs();
        double epochs = Double.isNaN(expectedEpochs) ? most : Math.min(most, expectedEpochs);
        double d = objective.dimension();
        boolean worth = epochs > PASSES + d / COLUMNS_PER_PASS
                && epochs * objective.terms() * d > FEW_VALUES
                && objective.terms() > ROWS_PER_COLUMN * d;
        return worth ? Gradient.GRAM : Gradient.STREAMING;
    }
}
