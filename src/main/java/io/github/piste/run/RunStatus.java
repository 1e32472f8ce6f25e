package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.Kernels;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.QueueStats;
import io.github.piste.sink.HandOver;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run.json} says: everything about a run that a program may want to read.
 *
 * <p>Thread-safety: immutable.
 */
public final class RunStatus {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private final JsonObject facts;
    private final Optimum optimum;

    /**
     * The facts that do not change while a run goes on.
     *
     * @param config of the run
     * @param data what is trained on
     * @param problem the same, split and scaled
     * @param plan how it is trained
     * @param command what started it, word by word
     * @param started when
     */
    public RunStatus(
            RunConfig config,
            DataSummary data,
            Problem problem,
            DescentPlan plan,
            List<String> command,
            Instant started) {
        JsonObject o = new JsonObject();
        o.addProperty("name", config.run().name());
        o.addProperty("started", started.toString());
        Descent descent = plan.descent();
        o.addProperty("model", problem.title());
        o.addProperty("mode", label(descent.batching().mode()));
        o.addProperty("rule", descent.rule().label());
        number(o, "learning_rate", descent.learningRate());
        number(o, "stable_limit", plan.stableLimit());
        number(o, "condition_number", plan.curvature().conditionNumber());
        o.addProperty("averaging", descent.averaging());
        o.addProperty("kernel", Kernels.name());
        o.addProperty("threads", config.train().threads());
        o.addProperty("gradient", label(plan.gradient()));
        o.addProperty("data", data.source());
        o.addProperty("rows_read", data.rowsRead());
        o.addProperty("rows_used", data.rowsUsed());
        o.addProperty("rows_skipped", data.rowsSkipped());
        o.addProperty("rows_training", problem.training().rows());
        o.addProperty(
                "rows_validation", problem.validation().map(rows -> rows.rows()).orElse(0));
        o.addProperty("cells_imputed", data.imputedCells());
        o.add("features", strings(data.features()));
        o.addProperty("target", data.target());
        o.add("classes", strings(problem.training().classes()));
        o.add("columns_left_out", strings(data.columnsLeftOut()));
        o.addProperty("data_fingerprint", data.fingerprint());
        o.addProperty("config_fingerprint", config.fingerprint());
        JsonObject settings = new JsonObject();
        config.decidingSettings().forEach(settings::addProperty);
        o.add("settings", settings);
        o.addProperty("seed", config.run().seed());
        o.addProperty("version", Version.piste());
        o.addProperty("jvm", Version.jvm());
        o.addProperty("cpu", Version.cpu());
        o.addProperty("cores", Runtime.getRuntime().availableProcessors());
        o.addProperty("pid", ProcessHandle.current().pid());
        o.add("command", strings(command));
        o.add("warnings", strings(plan.warnings()));
        this.facts = o;
        this.optimum = problem.optimum();
    }

    /**
     * How a constant is written for users.
     *
     * @param constant of any enum
     * @return lower case with hyphens
     */
    public static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What {@code run.json} says while the run goes on.
     *
     * @param now its latest numbers
     * @param queue counters of the mailboxes
     * @param handOvers times of the hand-overs
     * @return JSON; a number that does not exist is null
     */
    public String running(Scalars now, QueueStats queue, ImmutableList<HandOver> handOvers) {
        return json(
                results(null, Double.NaN, Double.NaN, Double.NaN),
                RunState.RUNNING,
                null,
                now,
                queue,
                handOvers,
                ImmutableList.of());
    }

    /**
     * What {@code run.json} says of a run that an error ended.
     *
     * @param thrown the error
     * @param now the latest numbers
     * @param queue counters of the mailboxes
     * @param handOvers times of the hand-overs
     * @return JSON
     */
    public String failed(Throwable thrown, Scalars now, QueueStats queue, ImmutableList<HandOver> handOvers) {
        return json(
                results(null, Double.NaN, Double.NaN, Double.NaN),
                RunState.FAILED,
                thrown.toString(),
                now,
                queue,
                handOvers,
                ImmutableList.of());
    }

    /**
     * What {@code run.json} says at the end.
     *
     * @param outcome where the descent ended
     * @param verdict what that means
     * @param accuracy of a classifier
     * @param folds the cross-validation before it, if there was one
     * @param queue counters of the mailboxes
     * @param handOvers times of the hand-overs
     * @param degraded what could not be written, a line each
     * @return JSON
     */
    public String ended(
            Outcome outcome,
            Verdict verdict,
            Optional<Accuracy> accuracy,
            Optional<CrossValidation> folds,
            QueueStats queue,
            ImmutableList<HandOver> handOvers,
            ImmutableList<String> degraded) {
        JsonObject results =
                results(label(outcome.reason()), outcome.startLoss(), outcome.bestLoss(), outcome.bestEpoch());
        accuracy.ifPresent(shares -> {
            number(results, "accuracy", shares.training());
            number(results, "validation_accuracy", shares.validation());
        });
        folds.ifPresent(validation -> results.add("cross_validation", validation.toJson()));
        return json(results, verdict.state(), verdict.reason(), outcome.scalars(), queue, handOvers, degraded);
    }

    private static JsonObject results(@Nullable String stop, double startLoss, double bestLoss, double bestEpoch) {
        JsonObject results = new JsonObject();
        results.addProperty("stop", stop);
        number(results, "start_loss", startLoss);
        number(results, "best_loss", bestLoss);
        number(results, "best_epoch", bestEpoch);
        return results;
    }

    private String json(
            JsonObject results,
            RunState state,
            @Nullable String reason,
            Scalars now,
            QueueStats queue,
            ImmutableList<HandOver> handOvers,
            ImmutableList<String> degraded) {
        JsonObject o = new JsonObject();
        o.addProperty("state", state.name());
        o.addProperty("reason", reason);
        o.addProperty("steps", now.step());
        number(o, "epochs", now.epoch());
        number(o, "loss", now.loss());
        number(o, "validation_loss", now.validationLoss());
        number(o, "optimum_loss", optimum.loss());
        number(o, "gap", optimum.gap(now.loss()));
        number(o, "gradient_norm", now.gradientNorm());
        number(o, "seconds", now.elapsedSeconds());
        o.addProperty("updated", Instant.now().toString());
        results.entrySet().forEach(result -> o.add(result.getKey(), result.getValue()));
        facts.entrySet().forEach(fact -> o.add(fact.getKey(), fact.getValue()));
        o.add("closed_form", optimum.solution().map(RunStatus::closedForm).orElse(null));
        o.add("degraded", strings(degraded));
        o.add("sinks", sinks(queue, handOvers));
        return GSON.toJson(o) + "\n";
    }

    private static JsonArray sinks(QueueStats queue, ImmutableList<HandOver> handOvers) {
        Map<String, HandOver> times = handOvers.stream().collect(Collectors.toMap(HandOver::sink, time -> time));
        JsonArray sinks = new JsonArray();
        for (MailboxStats mailbox : queue.mailboxes()) {
            JsonObject o = new JsonObject();
            o.addProperty("name", mailbox.name());
            o.addProperty("overflow", label(mailbox.overflow()));
            o.addProperty("state", mailbox.state().name());
            o.addProperty("posted", mailbox.posted());
            o.addProperty("handled", mailbox.handled());
            o.addProperty("failed", mailbox.failed());
            o.addProperty("dropped", mailbox.dropped());
            o.addProperty("conflated", mailbox.conflated());
            o.addProperty("pending", mailbox.pending());
            o.addProperty("running", mailbox.running());
            o.addProperty("last_error", mailbox.lastError());
            Optional.ofNullable(times.get(mailbox.name())).ifPresent(time -> {
                o.addProperty("handover_p50_nanos", time.p50Nanos());
                o.addProperty("handover_p99_nanos", time.p99Nanos());
                o.addProperty("handover_max_nanos", time.maxNanos());
            });
            sinks.add(o);
        }
        return sinks;
    }

    private static JsonObject closedForm(ClosedForm solution) {
        JsonObject o = new JsonObject();
        o.add("coefficients", numbers(solution.coefficients()));
        o.add("standard_errors", numbers(solution.statistics().standardErrors()));
        o.add("t_values", numbers(solution.statistics().tValues()));
        number(o, "r_squared", solution.statistics().rSquared());
        number(o, "residual_deviation", solution.statistics().residualDeviation());
        o.addProperty("degrees_of_freedom", solution.statistics().degreesOfFreedom());
        o.addProperty("rank", solution.rank());
        number(o, "column_condition_number", solution.conditionNumber());
        o.add("left_out", strings(solution.leftOut()));
        o.add("collinear", strings(solution.collinear()));
        return o;
    }

    private static JsonArray numbers(ImmutableDoubleArray values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE));
        return array;
    }

    private static JsonArray strings(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    /** Whole numbers without a fraction; what is not finite is null, for JSON has no word for it. */
    static void number(JsonObject o, String name, double value) {
        if (!Double.isFinite(value)) {
            o.add(name, JsonNull.INSTANCE);
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            o.addProperty(name, (long) value);
        } else {
            o.addProperty(name, value);
        }
    }
}
