package io.github.piste.run;

import io.github.piste.data.Scaling;
import io.github.piste.objective.RowLoss;
import java.util.Locale;

/** Why a descent diverges and what would work instead: advice that works when it is followed to the letter. */
final class Diagnosis {
    /** A column this much steeper than the typical one is to blame. */
    private static final double GUILTY = 10;

    private final RunConfig config;
    private final RowLoss objective;
    private final double limit;
    private final double rate;

    Diagnosis(RunConfig config, RowLoss objective, double limit, double rate) {
        this.config = config;
        this.objective = objective;
        this.limit = limit;
        this.rate = rate;
    }

    /** What to say after a divergence. */
    String text() {
        if (Double.isNaN(limit)) {
            return String.format(
                    Locale.ROOT,
                    "The loss grew instead of falling; no stable limit could be computed for it. Use a smaller rate, such as"
                            + " train.learning-rate = %.4g%s.",
                    rate / 10,
                    config.train().learningRate().isEmpty()
                            ? ""
                            : ", or train.rule = auto with train.learning-rate = auto");
        }
        if (rate <= limit) {
            return String.format(
                    Locale.ROOT,
                    "The loss grew instead of falling, although the learning rate %.4g is below the stable limit %.4g; the"
                            + " noise of the steps is too large. Use train.learning-rate = %.4g.",
                    rate,
                    limit,
                    rate / 10);
        }
        return String.format(
                Locale.ROOT,
                "The learning rate %.4g is above the stable limit %.4g, from which on this descent cannot settle. %s",
                rate,
                limit,
                advice());
    }

    /** What to do instead of a rate above the limit. */
    String advice() {
        String smaller = String.format(Locale.ROOT, "Use train.learning-rate = %.4g, or auto", limit / 2);
        double[] squares = objective.meanSquares();
        int steepest = 0;
        for (int j = 1; j < squares.length; j++) {
            steepest = squares[j] > squares[steepest] ? j : steepest;
        }
        boolean guilty = squares.length > 0 && squares[steepest] > GUILTY;
        if (config.data().scaling() == Scaling.STANDARD || !guilty) {
            return smaller + "; the columns are scaled alike, so no column's scale is to blame.";
        }
        return String.format(
                Locale.ROOT,
                "The scale of column '%s' is to blame, its mean square is %.4g: use data.scaling = standard with"
                        + " train.learning-rate = auto. Or %s.",
                objective.featureNames().get(steepest),
                squares[steepest],
                smaller.substring(0, 1).toLowerCase(Locale.ROOT) + smaller.substring(1));
    }
}
