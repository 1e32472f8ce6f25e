package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.piste.files.AtomicFiles;
import io.github.piste.optim.StopReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * {@code run.json} of a run on a function. Of several descents it tells of each, and at the top of the one with the least
 * objective.
 *
 * <p>Thread-safety: immutable.
 */
public final class FunctionStatus {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private final RunDirectory directory;
    private final JsonObject facts;
    private final FunctionProblem problem;

    /**
     * The facts that do not change.
     *
     * @param directory where the file is
     * @param problem the function
     * @param command what started the run, word by word
     * @param start {@code [d]}: from where
     */
    public FunctionStatus(
            RunDirectory directory, FunctionProblem problem, List<String> command, ImmutableDoubleArray start) {
        this.directory = directory;
        this.problem = problem;
        JsonObject o = new JsonObject();
        o.addProperty("name", "minimize");
        o.addProperty("started", Instant.now().toString());
        o.addProperty("function", problem.text());
        o.addProperty("direction", RunStatus.label(problem.direction()));
        o.addProperty("gradient", problem.how());
        o.add("start", numbers(start));
        o.addProperty("version", Version.piste());
        o.addProperty("jvm", Version.jvm());
        o.addProperty("pid", ProcessHandle.current().pid());
        JsonArray words = new JsonArray();
        command.forEach(words::add);
        o.add("command", words);
        this.facts = o;
    }

    /**
     * Writes how things stand.
     *
     * @param ended the descents that have ended; none while the first one goes on
     * @param state of the whole run
     * @throws RunDirectoryException if it cannot be written
     */
    public void write(ImmutableList<FunctionOutcome> ended, RunState state) {
        JsonObject o = new JsonObject();
        o.addProperty("state", state.name());
        JsonArray all = new JsonArray();
        FunctionOutcome best = null;
        for (FunctionOutcome outcome : ended) {
            all.add(json(outcome));
            best = best == null || outcome.value() < best.value() || Double.isNaN(best.value()) ? outcome : best;
        }
        if (best != null) {
            json(best).entrySet().forEach(entry -> {
                if (!entry.getKey().equals("state")) {
                    o.add(entry.getKey(), entry.getValue());
                }
            });
        }
        facts.entrySet().forEach(fact -> o.add(fact.getKey(), fact.getValue()));
        if (ended.size() > 1) {
            o.add("descents", all);
        }
        o.addProperty("updated", Instant.now().toString());
        try {
            AtomicFiles.replace(directory.file("run.json"), GSON.toJson(o) + "\n");
        } catch (IOException e) {
            throw new RunDirectoryException(
                    directory.file("run.json") + ": cannot be written: " + RunDirectory.reason(e), e);
        }
    }

    private JsonObject json(FunctionOutcome outcome) {
        JsonObject o = new JsonObject();
        o.addProperty("state", outcome.state().name());
        o.addProperty("reason", reason(problem, outcome));
        o.addProperty("steps", outcome.steps());
        o.addProperty("epochs", outcome.steps());
        RunStatus.number(o, "seconds", outcome.seconds());
        RunStatus.number(o, "learning_rate", outcome.descent().learningRate());
        o.addProperty("rule", outcome.descent().rule().label());
        o.add("point", numbers(outcome.point()));
        RunStatus.number(o, "loss", problem.signed(outcome.value()));
        RunStatus.number(o, "value", problem.signed(outcome.value()));
        o.add("gradient_at_end", numbers(problem.signed(outcome.gradient())));
        return o;
    }

    /**
     * Why a descent on a function ended.
     *
     * @param problem the function
     * @param outcome of the descent
     * @return half a sentence; one step is one epoch here, and nobody needs to know
     */
    public static String reason(FunctionProblem problem, FunctionOutcome outcome) {
        boolean up = problem.direction() == FunctionProblem.Direction.ASCENT;
        if (outcome.reason() == StopReason.DIVERGED) {
            if (Double.isNaN(outcome.value())) {
                return "the function has no value there";
            }
            if (outcome.fellToTheEnd()) {
                return up ? "the function rises without end" : "the function falls without end";
            }
            return up ? "the function falls instead of rising" : "the function grows instead of falling";
        }
        return outcome.reason() == StopReason.EPOCHS
                ? "all steps are made"
                : outcome.reason().text();
    }

    private static JsonArray numbers(ImmutableDoubleArray values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE));
        return array;
    }
}
