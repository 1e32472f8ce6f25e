package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.piste.files.AtomicFiles;
import io.github.piste.plot.Sweep;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code run.json} of an experiment on data: of the descents of a comparison, or of a descent and a search beside it. At
 * the top it tells of the descent with the least loss.
 *
 * <p>Thread-safety: immutable.
 */
public final class ExperimentStatus {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private final RunDirectory directory;
    private final JsonObject facts = new JsonObject();

    /**
     * One descent that has ended.
     *
     * @param value what sets it apart; empty where it is the only one
     * @param state how it ended
     * @param reason why, in half a sentence
     * @param learningRate at the start
     * @param end its last numbers
     * @param optimum the least loss there is, or NaN
     */
    public record Descended(
            String value, RunState state, String reason, double learningRate, Scalars end, double optimum) {}

    /**
     * The facts that do not change.
     *
     * @param directory where the file is
     * @param name of the experiment
     * @param config of the run, or of the first one
     * @param data what is trained on
     * @param command what started it, word by word
     */
    public ExperimentStatus(
            RunDirectory directory, String name, RunConfig config, DataSummary data, List<String> command) {
        this.directory = directory;
        facts.addProperty("name", name);
        facts.addProperty("started", Instant.now().toString());
        facts.addProperty("data", data.source());
        facts.addProperty("rows_read", data.rowsRead());
        facts.addProperty("rows_used", data.rowsUsed());
        facts.addProperty("rows_skipped", data.rowsSkipped());
        facts.addProperty("target", data.target());
        facts.addProperty("data_fingerprint", data.fingerprint());
        facts.addProperty("seed", config.run().seed());
        facts.addProperty("version", Version.piste());
        facts.addProperty("jvm", Version.jvm());
        facts.addProperty("pid", ProcessHandle.current().pid());
        JsonArray words = new JsonArray();
        command.forEach(words::add);
        facts.add("command", words);
    }

    /**
     * Writes how things stand.
     *
     * @param state of the whole experiment
     * @param reason an error that ended it; empty if there is none
     * @param descents those that have ended
     * @param sweep the search, once there is one
     * @throws RunDirectoryException if it cannot be written
     */
    public void write(RunState state, String reason, List<Descended> descents, Optional<Sweep> sweep) {
        JsonObject o = new JsonObject();
        o.addProperty("state", state.name());
        o.addProperty("reason", reason.isEmpty() ? null : reason);
        JsonArray results = new JsonArray();
        descents.forEach(descent -> results.add(json(descent)));
        best(descents).ifPresent(best -> numbers(o, best));
        RunStatus.number(
                o,
                "seconds",
                descents.stream().mapToDouble(d -> d.end().elapsedSeconds()).sum());
        facts.entrySet().forEach(fact -> o.add(fact.getKey(), fact.getValue()));
        o.add("results", results);
        sweep.ifPresent(searched -> o.add("sweep", json(searched)));
        o.addProperty("updated", Instant.now().toString());
        try {
            AtomicFiles.replace(directory.file("run.json"), GSON.toJson(o) + "\n");
        } catch (IOException e) {
            throw new RunDirectoryException(
                    directory.file("run.json") + ": cannot be written: " + RunDirectory.reason(e), e);
        }
    }

    private static Optional<Descended> best(List<Descended> descents) {
        return descents.stream()
                .min((a, b) -> Double.compare(a.end().loss(), b.end().loss())); // NaN is largest
    }

    private static JsonObject json(Descended descent) {
        JsonObject o = new JsonObject();
        o.addProperty("value", descent.value());
        o.addProperty("state", descent.state().name());
        o.addProperty("reason", descent.reason());
        numbers(o, descent);
        RunStatus.number(o, "seconds", descent.end().elapsedSeconds());
        return o;
    }

    private static void numbers(JsonObject o, Descended descent) {
        o.addProperty("steps", descent.end().step());
        RunStatus.number(o, "epochs", descent.end().epoch());
        RunStatus.number(o, "loss", descent.end().loss());
        RunStatus.number(o, "validation_loss", descent.end().validationLoss());
        RunStatus.number(o, "optimum_loss", descent.optimum());
        RunStatus.number(o, "learning_rate", descent.learningRate());
    }

    private static JsonObject json(Sweep sweep) {
        JsonObject o = new JsonObject();
        ImmutableList<String> names = sweep.names();
        o.addProperty("places", sweep.losses().length());
        int lowest = sweep.lowest();
        if (lowest >= 0) {
            JsonObject minimum = new JsonObject();
            int m = sweep.first().length();
            RunStatus.number(minimum, "loss", sweep.losses().get(lowest));
            JsonObject weights = new JsonObject();
            RunStatus.number(weights, names.get(0), sweep.first().get(lowest % m));
            if (names.size() > 1) {
                RunStatus.number(weights, names.get(1), sweep.second().get(lowest / m));
            }
            minimum.add("weights", weights);
            o.add("minimum", minimum);
        }
        return o;
    }
}
