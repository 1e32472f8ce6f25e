package io.github.piste.cli;

import io.github.piste.run.CrossValidation;
import io.github.piste.run.FoldResult;
import io.github.piste.run.RunStatus;
import java.util.Locale;

/** A cross-validation as the report shows it. */
final class FoldsTable {
    private static final int SHOWN = 20;

    private FoldsTable() {}

    /** Lines, each with its end. */
    static String text(CrossValidation validation) {
        int count = validation.folds().size();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "  %-10s each of %d folds predicted by a model of the others (the model above has all rows):%n",
                "folds",
                count));
        row(text, "fold", "rows", "RMSE", "R2", "baseline", "closed form", "");
        validation.folds().stream().limit(SHOWN).forEach(fold -> row(text, fold));
        if (count > SHOWN) {
            row(text, "...", "", "", "", "", "", "all " + count + " in run.json");
        }
        row(
                text,
                "mean",
                "",
                Text.number(validation.meanRmse()),
                r2(validation.meanR2()),
                Text.number(validation.meanBaselineRmse()),
                Text.number(validation.meanClosedFormRmse()),
                "");
        return text.toString();
    }

    private static void row(StringBuilder text, FoldResult fold) {
        row(
                text,
                Integer.toString(fold.fold()),
                Text.count(fold.rowsHeldOut()),
                Text.number(fold.rmse()),
                r2(fold.r2()),
                Text.number(fold.baselineRmse()),
                Text.number(fold.closedFormRmse()),
                RunStatus.label(fold.state()));
    }

    private static void row(StringBuilder text, Object... cells) {
        String line = String.format(Locale.ROOT, "             %-6s %10s %12s %12s %12s %12s  %s", cells);
        text.append(line.stripTrailing()).append(System.lineSeparator());
    }

    /** A dash where there is nothing to explain. */
    private static String r2(double value) {
        return Double.isNaN(value) ? "-" : Text.number(value);
    }
}
