package io.github.piste.cli;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.LocalCurvature;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;
import io.github.piste.run.FunctionStatus;
import io.github.piste.run.RunStatus;
import io.github.piste.train.Descent;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.util.List;
import java.util.Locale;

/** A descent on a function in words and numbers. */
final class MinimizeText {
    private static final int MOST_COLUMNS = 4;

    private final FunctionProblem problem;
    private final ImmutableDoubleArray start;
    private final int lines;
    private final StringBuilder text = new StringBuilder();

    /** Shows each step on a line, of a longer way so many. */
    MinimizeText(FunctionProblem problem, ImmutableDoubleArray start, int lines) {
        this.lines = lines;
        this.problem = problem;
        this.start = start;
    }

    /** The function, the start and what is known before the first step. */
    String beginning() {
        double[] gradient = new double[start.length()];
        double value = problem.objective().valueAndGradient(start.toArray(), gradient);
        line(
                "%s of %s%s",
                ascends() ? "ascent" : "descent",
                Text.oneLine(problem.text()),
                problem.known()
                        .map(known -> " = " + known.formula() + " (" + known.source() + ")")
                        .orElse(""));
        item("variables", "%s", String.join(", ", problem.variables()));
        item("start", "%s, value %s", Points.full(start), problem.signed(value));
        item(
                "gradient",
                "%s there: %s (%s)",
                Points.full(problem.signed(ImmutableDoubleArray.copyOf(gradient))),
                uphill(Points.norm(ImmutableDoubleArray.copyOf(gradient))),
                problem.how());
        LocalCurvature curvature = Way.curvature(problem, start);
        if (curvature.largest() > 0) {
            item(
                    "bend",
                    "lambda_max %s there: plain %s is stable below a rate of %s",
                    Text.number(curvature.largest()),
                    ascends() ? "ascent" : "descent",
                    Text.number(curvature.stableLimit()));
        }
        return text.toString();
    }

    private boolean ascends() {
        return problem.direction() == FunctionProblem.Direction.ASCENT;
    }

    private static String uphill(double slope) {
        if (slope == 0) {
            return "no slope";
        }
        return Double.isFinite(slope) ? "it points uphill" : "the function has no slope there";
    }

    /** The way and the end of one descent. */
    String ending(FunctionOutcome outcome, Lesson lesson) {
        text.setLength(0);
        Descent descent = outcome.descent();
        line("");
        line(
                "rate %s, %s, %s schedule, at most %s",
                Text.number(descent.learningRate()),
                descent.rule().label(),
                descent.schedule().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                Text.count(descent.stop().epochs(), "step"));
        way(outcome.history());
        line(
                "%s: %s, after %s in %s",
                RunStatus.label(outcome.state()),
                FunctionStatus.reason(problem, outcome),
                Text.count(outcome.steps(), "step"),
                Text.seconds(outcome.seconds()));
        item("point", "%s", Points.full(outcome.point()));
        item("value", "%s", problem.signed(outcome.value()));
        item("gradient", "%s", Points.full(problem.signed(outcome.gradient())));
        lesson.sentences().forEach(sentence -> line("  %s", sentence));
        return text.toString();
    }

    private void way(History history) {
        int columns = Math.min(MOST_COLUMNS, history.tracked());
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "  %10s", "step"));
        for (int j = 0; j < columns; j++) {
            head.append(cell(problem.variables().get(j)));
        }
        head.append(columns < history.tracked() ? "  ..." : "")
                .append(cell("value"))
                .append(cell("|gradient|"));
        line("%s", head);
        int last = history.length() - 1;
        int shown = Math.min(last, lines);
        for (int k = 0; k <= shown; k++) {
            int i = shown == 0 ? 0 : (int) ((long) k * last / shown);
            Scalars now = history.scalars(i);
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %10s", Text.count(now.step())));
            for (int j = 0; j < columns; j++) {
                row.append(cell(Text.number(history.weight(j).get(i))));
            }
            row.append(columns < history.tracked() ? "  ..." : "")
                    .append(cell(Text.number(problem.signed(now.loss()))))
                    .append(cell(Text.number(now.gradientNorm())));
            line("%s", row);
        }
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, " %14s", text);
    }

    /** Several rates side by side. */
    String comparison(List<FunctionOutcome> outcomes, List<Lesson> lessons) {
        text.setLength(0);
        line("");
        line("  %14s %10s %14s  %s", "rate", "steps", "value", "");
        for (int i = 0; i < outcomes.size(); i++) {
            FunctionOutcome outcome = outcomes.get(i);
            line(
                    "  %14s %10s %14s  %s",
                    Text.number(outcome.descent().learningRate()),
                    Text.count(outcome.steps()),
                    Text.number(problem.signed(outcome.value())),
                    lessons.get(i).headline());
        }
        return text.toString();
    }

    private void item(String name, String format, Object... values) {
        line("  %-10s %s", name, String.format(Locale.ROOT, format, values));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
