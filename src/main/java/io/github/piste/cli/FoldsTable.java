package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.CrossValidation;
import io.github.piste.run.Measure;
import io.github.piste.run.RunStatus;
import java.util.Locale;
import java.util.function.Function;

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
        ImmutableList<Measure> measures = validation.measures();
        row(text, "fold", "rows", measures, Measure::label, "");
        validation.folds().stream()
                .limit(SHOWN)
                .forEach(fold -> row(
                        text,
                        Integer.toString(fold.fold()),
                        Text.count(fold.rowsHeldOut()),
                        measures,
                        measure -> number(fold.value(measure)),
                        RunStatus.label(fold.state())));
        if (count > SHOWN) {
            row(text, "...", "", measures, measure -> "", "all " + count + " in run.json");
        }
        row(text, "mean", "", measures, measure -> number(validation.mean(measure)), "");
        return text.toString();
    }

    private static void row(
            StringBuilder text,
            String fold,
            String rows,
            ImmutableList<Measure> measures,
            Function<Measure, String> cell,
            String state) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "             %-6s %10s", fold, rows));
        measures.forEach(measure -> line.append(String.format(Locale.ROOT, " %12s", cell.apply(measure))));
        line.append("  ").append(state);
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    /** A dash where there is nothing to explain. */
    private static String number(double value) {
        return Double.isNaN(value) ? "-" : Text.number(value);
    }
}
