package io.github.piste.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.TrainingResult;
import io.github.piste.model.Model;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.Kernels;
import io.github.piste.objective.LinearStatistics;
import io.github.piste.optim.Batching;
import io.github.piste.queue.MailboxStats;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunState;
import io.github.piste.run.RunStatus;
import io.github.piste.run.TrainConfig;
import io.github.piste.sink.HandOver;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The end of a run in words. */
final class Report {
    private static final int COEFFICIENTS = 12;
    private static final int MANY_ROWS = 10_000;
    /** Of the loss at the start: what is left below is rounding, and so is all that is computed from it. */
    private static final double ROUNDING = 1e-26;

    private final RunConfig config;
    private final DataSummary data;
    private final TrainingResult result;
    private final ImmutableList<String> degraded;
    private final StringBuilder text = new StringBuilder();

    Report(RunConfig config, DataSummary data, TrainingResult result, Optional<String> logTrouble) {
        this.config = config;
        this.data = data;
        this.result = result;
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        lines.addAll(result.degraded());
        logTrouble.ifPresent(trouble -> lines.add("train.log: " + trouble));
        this.degraded = lines.build();
    }

    /** What could not be shown or written. */
    ImmutableList<String> degraded() {
        return degraded;
    }

    /** What is about to run. */
    static String beginning(RunConfig config, DataSummary data) {
        return String.format(
                Locale.ROOT,
                "%s: %s from %s, %s rows%s%n",
                config.run().name(),
                Text.oneLine(data.target()),
                data.features().size() == 1
                        ? Text.oneLine(data.features().get(0))
                        : data.features().size() + " features",
                Text.count(data.rowsUsed()),
                data.rowsSkipped() == 0 ? "" : " (" + Text.count(data.rowsSkipped()) + " skipped)");
    }

    /** The report. */
    String text() {
        Outcome outcome = result.outcome();
        Scalars end = outcome.scalars();
        line("");
        List<String> reasons = Splitter.on("; ").limit(2).splitToList(result.reason());
        line(
                "%s: %s, after %s (%s steps) in %s%s",
                result.state().name().toLowerCase(Locale.ROOT),
                reasons.get(0),
                end.epoch() == 1 ? "1 epoch" : Text.number(end.epoch()) + " epochs",
                Text.count(end.step()),
                Text.seconds(end.elapsedSeconds()),
                reasons.size() > 1 ? "; " + reasons.get(1) : "");
        line("");
        data();
        loss(outcome);
        accuracy();
        optimum(outcome);
        rate(result.plan());
        arithmetic(result.plan());
        pace(outcome);
        model(result.model());
        if (!fitsExactly(outcome) && result.state() != RunState.DIVERGED) {
            statistics();
        }
        result.crossValidation().map(FoldsTable::text).ifPresent(text::append);
        handOvers();
        if (result.state() == RunState.DIVERGED) {
            divergence();
        }
        sinks();
        result.directory().ifPresent(this::look);
        return text.toString();
    }

    private void data() {
        item(
                "data",
                "%s: %s rows read = %s used + %s skipped%s",
                Text.oneLine(data.source()),
                Text.count(data.rowsRead()),
                Text.count(data.rowsUsed()),
                Text.count(data.rowsSkipped()),
                data.how().isEmpty() ? "" : "; " + data.how());
        if (data.imputedCells() > 0) {
            item("", "%s missing cells became the mean of their column", Text.count(data.imputedCells()));
        }
        if (!data.columnsLeftOut().isEmpty()) {
            item("", "text columns left out: %s", Text.oneLine(String.join(", ", data.columnsLeftOut())));
        }
    }

    private void loss(Outcome outcome) {
        item(
                "loss",
                "%s, from %s at the start%s",
                Text.number(outcome.scalars().loss()),
                Text.number(outcome.startLoss()),
                Double.isNaN(outcome.scalars().validationLoss())
                        ? ""
                        : "; on validation rows "
                                + Text.number(outcome.scalars().validationLoss()));
    }

    private void accuracy() {
        result.accuracy()
                .ifPresent(share -> item(
                        "accuracy",
                        "%s of the training rows%s",
                        Text.percent(share.training()),
                        Double.isNaN(share.validation())
                                ? ""
                                : ", " + Text.percent(share.validation()) + " of the validation rows"));
    }

    private void optimum(Outcome outcome) {
        double least = result.optimumLoss();
        if (Double.isNaN(least)) {
            return;
        }
        String by = result.optimum().isPresent() ? "the closed form" : "Newton's method";
        if (fitsExactly(outcome)) {
            item("optimum", "0 up to rounding, by %s beside the descent: the model can fit every row exactly", by);
        } else {
            item(
                    "optimum",
                    "%s, by %s beside the descent; the loss is %s above it",
                    Text.number(least),
                    by,
                    percent(outcome.scalars().loss() / least - 1));
        }
        result.optimum().ifPresent(this::dependence);
    }

    private boolean fitsExactly(Outcome outcome) {
        return !(result.optimumLoss() > ROUNDING * outcome.startLoss());
    }

    private void dependence(ClosedForm solution) {
        if (!solution.leftOut().isEmpty()) {
            item("", "columns that depend on others: %s", Text.oneLine(String.join(", ", solution.leftOut())));
        } else if (!solution.collinear().isEmpty()) {
            item("", "nearly dependent columns: %s", Text.oneLine(String.join(", ", solution.collinear())));
        }
    }

    private static String percent(double gap) {
        return gap < 1e-12 ? "less than 1e-10 %" : Text.number(100 * gap) + " %";
    }

    /** What statisticians expect of a linear model; of the optimum, not of where the descent stands. */
    private void statistics() {
        LinearStatistics statistics =
                result.optimum().map(ClosedForm::statistics).orElse(null);
        Model model = result.model();
        if (statistics == null || model.features().size() > COEFFICIENTS) {
            return;
        }
        item(
                "fit",
                "of the optimum: R2 %s; residual standard deviation %s on %s degrees of freedom",
                Text.number(statistics.rSquared()),
                Text.number(statistics.residualDeviation()),
                Text.count(statistics.degreesOfFreedom()));
        ImmutableDoubleArray estimates = result.optimum().orElseThrow().coefficients();
        item("", "%-20s %14s %14s %12s", "", "estimate", "std. error", "t value");
        for (int j = 0; j < estimates.length(); j++) {
            item(
                    "",
                    "%-20s %14s %14s %12s",
                    j < model.features().size() ? Text.oneLine(model.features().get(j)) : "intercept",
                    Text.number(estimates.get(j)),
                    Text.number(statistics.standardErrors().get(j)),
                    Text.number(statistics.tValues().get(j)));
        }
    }

    private void rate(DescentPlan plan) {
        Descent descent = plan.descent();
        String limit = Double.isNaN(plan.stableLimit()) ? "" : "; stable below " + Text.number(plan.stableLimit());
        String condition = Double.isNaN(plan.curvature().conditionNumber())
                ? ""
                : "; condition number " + Text.number(plan.curvature().conditionNumber());
        item(
                "rate",
                "%s%s, %s, %s%s%s",
                Text.number(descent.learningRate()),
                config.train().learningRate().isPresent() ? "" : " (auto)",
                descent.rule().label(),
                RunStatus.label(descent.batching().mode()),
                limit,
                condition);
    }

    /** Worth a line where many values are added up. */
    private void arithmetic(DescentPlan plan) {
        if (plan.descent().batching().mode() == Batching.Mode.BATCH && data.rowsUsed() >= MANY_ROWS) {
            item(
                    "gradient",
                    "%s; %s kernel, %s",
                    plan.gradient() == TrainConfig.Gradient.GRAM
                            ? "from the Gram matrix, made in one pass"
                            : "a pass over the rows each time",
                    Kernels.name(),
                    Text.count(config.train().threads(), "thread"));
        }
    }

    private void pace(Outcome outcome) {
        double expected = result.plan().expectedEpochs();
        if (Double.isFinite(expected)) {
            item(
                    "epochs",
                    "%s made; theory expects about %s until the gradient is rounding",
                    Text.number(outcome.scalars().epoch()),
                    Text.count(Math.round(expected)));
        }
    }

    private void model(Model model) {
        new ModelLines(model).lines().forEach(line -> item(line.label(), "%s", line.text()));
    }

    private void handOvers() {
        long count = result.handOvers().stream().mapToLong(HandOver::count).sum();
        if (count == 0) {
            return;
        }
        HandOver busiest = result.handOvers().stream()
                .max((a, b) -> Long.compare(a.count(), b.count()))
                .orElseThrow();
        item(
                "hand-over",
                "%s to %s: half within %s, 99 %% within %s, longest %s",
                Text.count(busiest.count()),
                busiest.sink(),
                Text.nanos(busiest.p50Nanos()),
                Text.nanos(busiest.p99Nanos()),
                Text.nanos(busiest.maxNanos()));
    }

    private void divergence() {
        line("");
        line("%s The model is the best state before it diverged.", result.plan().diagnosis());
    }

    private void sinks() {
        long dropped = result.queue().mailboxes().stream()
                .mapToLong(MailboxStats::dropped)
                .sum();
        if (dropped > 0) {
            item("dropped", "%s records, because a sink was too slow; run.json says which", Text.count(dropped));
        }
        for (String trouble : degraded) {
            item("degraded", "%s", Text.oneLine(trouble));
        }
    }

    private void look(Path directory) {
        line("");
        line("Look at %s", Text.oneLine(directory.resolve("index.html").toString()));
    }

    private void item(String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "  %-10s ", name)).append(String.format(Locale.ROOT, format, values));
        text.append(System.lineSeparator());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
