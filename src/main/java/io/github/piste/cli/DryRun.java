package io.github.piste.cli;

import io.github.piste.data.Dataset;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunStatus;
import io.github.piste.train.Descent;
import java.util.Locale;

/** What {@code --dry-run} prints: what would run. */
final class DryRun {
    private DryRun() {}

    static String text(RunConfig config, DataSummary data, Problem problem, DescentPlan plan) {
        StringBuilder text = new StringBuilder();
        Dataset rows = problem.training();
        Descent descent = plan.descent();
        line(
                text,
                "run        %s in %s",
                config.run().name(),
                Text.oneLine(config.run().directory().toString()));
        line(text, "data       %s%s", Text.oneLine(data.source()), data.how().isEmpty() ? "" : "; " + data.how());
        line(
                text,
                "rows       %s read = %s used + %s skipped; %s for training, %s for validation",
                Text.count(data.rowsRead()),
                Text.count(data.rowsUsed()),
                Text.count(data.rowsSkipped()),
                Text.count(rows.rows()),
                Text.count(problem.validation().map(Dataset::rows).orElse(0)));
        line(text, "target     %s", Text.oneLine(data.target()));
        for (int j = 0; j < rows.features(); j++) {
            line(
                    text,
                    "%s %-24s shift %s, scale %s",
                    j == 0 ? "columns   " : "          ",
                    Text.oneLine(rows.featureNames().get(j)),
                    Text.number(problem.scaling().shifts().get(j)),
                    Text.number(problem.scaling().scales().get(j)));
        }
        if (!data.columnsLeftOut().isEmpty()) {
            line(text, "left out   %s", Text.oneLine(String.join(", ", data.columnsLeftOut())));
        }
        line(
                text,
                "descent    %s, %s, at most %s epochs of %s steps",
                RunStatus.label(descent.batching().mode()),
                descent.rule().label(),
                Text.count(descent.stop().epochs()),
                Text.count(steps(descent, rows.rows())));
        line(
                text,
                "rate       %s%s%s%s",
                Text.number(descent.learningRate()),
                config.train().learningRate().isPresent() ? "" : " (auto)",
                known("; stable below ", plan.stableLimit()),
                known("; condition number ", plan.curvature().conditionNumber()));
        line(text, "memory     %s of rows", Text.bytes(8.0 * rows.rows() * (rows.stride() + 1)));
        plan.warnings().forEach(warning -> line(text, "warning    %s", warning));
        line(text, "Nothing was run and nothing written.");
        return text.toString();
    }

    private static String known(String what, double value) {
        return Double.isNaN(value) ? "" : what + Text.number(value);
    }

    private static long steps(Descent descent, int rows) {
        int each = descent.batching().rowsPerStep(rows);
        return (rows + each - 1L) / each;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
