package io.github.piste.cli;

import io.github.piste.model.ClassEvaluation;
import io.github.piste.model.Evaluation;
import io.github.piste.model.RegressionEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The lines that say how well a model predicts. */
final class EvaluationTable {
    private static final int WIDEST = 24;

    private final StringBuilder text = new StringBuilder();

    private EvaluationTable() {}

    static String of(Evaluation evaluation, String target) {
        EvaluationTable table = new EvaluationTable();
        table.line(
                "rows        %s used, %s skipped",
                Text.count(evaluation.rowsUsed()), Text.count(evaluation.rowsSkipped()));
        if (evaluation instanceof ClassEvaluation classes) {
            table.classes(classes, target);
        } else if (evaluation instanceof RegressionEvaluation regression) {
            table.regression(regression, target);
        }
        return table.text.toString();
    }

    private void regression(RegressionEvaluation evaluation, String target) {
        line("RMSE        %s", Text.number(evaluation.rmse()));
        line("MAE         %s", Text.number(evaluation.mae()));
        line("R2          %s", Text.number(evaluation.r2()));
        line("mean error  %s", Text.number(evaluation.meanError()));
        line("worst rows");
        for (RegressionEvaluation.WorstRow row : evaluation.worst()) {
            line(
                    "  line %-8d %s is %s, predicted %s",
                    row.line(), target, Text.number(row.actual()), Text.number(row.predicted()));
        }
    }

    private void classes(ClassEvaluation evaluation, String target) {
        line("accuracy    %s", Text.number(evaluation.accuracy()));
        line("log-loss    %s", Text.number(evaluation.logLoss()));
        line("confusion   rows: what %s is, columns: what was predicted", target);
        matrix(evaluation);
        line("worst rows");
        for (ClassEvaluation.WorstRow row : evaluation.worst()) {
            line(
                    "  line %-8d %s is %s, to which the model gives %s; predicted %s",
                    row.line(),
                    target,
                    Text.oneLine(row.actual()),
                    Text.number(row.probability()),
                    Text.oneLine(row.predicted()));
        }
    }

    private void matrix(ClassEvaluation evaluation) {
        int k = evaluation.classes().size();
        List<String> names =
                evaluation.classes().stream().map(EvaluationTable::shortened).toList();
        int first = names.stream().mapToInt(String::length).max().orElse(0);
        int[] widths = IntStream.range(0, k)
                .map(c -> Math.max(names.get(c).length(), widest(evaluation, c)))
                .toArray();
        StringBuilder header = new StringBuilder(" ".repeat(first));
        for (int c = 0; c < k; c++) {
            header.append("  ").append(right(names.get(c), widths[c]));
        }
        line("  %s  %8s  %8s", header, "recall", "precision");
        for (int c = 0; c < k; c++) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + first + "s", names.get(c)));
            for (int j = 0; j < k; j++) {
                row.append("  ")
                        .append(right(Text.count(evaluation.confusion().get(c).get(j)), widths[j]));
            }
            line("  %s  %8s  %9s", row, share(evaluation.recall(c)), share(evaluation.precision(c)));
        }
    }

    private static int widest(ClassEvaluation evaluation, int column) {
        return evaluation.confusion().stream()
                .mapToInt(row -> Text.count(row.get(column)).length())
                .max()
                .orElse(0);
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String right(String cell, int width) {
        return " ".repeat(width - cell.length()) + cell;
    }

    private static String shortened(String name) {
        String line = Text.oneLine(name);
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
