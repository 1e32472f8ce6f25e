package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.piste.RunPlace;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.checkpoint.StoredCheckpoint;
import io.github.piste.objective.Kernels;
import io.github.piste.optim.Batching;
import io.github.piste.run.DataSummary;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.run.RunStatus;
import io.github.piste.run.TrainConfig;
import io.github.piste.run.Version;
import io.github.piste.sink.MetricsFileSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Continues a run in its own directory, from its newest checkpoint that can be read and up to which its metrics are
 * complete. Other data or settings that decide the weights are refused; more epochs, other sinks and cadences are not.
 */
final class Resumption implements RunPlace {
    private final Path path;
    private final RunConfig before;
    private final LoadedConfig loaded;
    private final RunConfig now;

    Resumption(Path path, List<String> settings) {
        this.path = path;
        Path file = path.resolve("config.conf");
        if (!Files.isRegularFile(file)) {
            throw new RunDirectoryException(path + ": is no run directory, it has no config.conf", null);
        }
        this.before = Configs.read(Optional.of(file), ImmutableList.of()).config();
        this.loaded = Configs.read(Optional.of(file), settings);
        this.now = loaded.config();
        if (!before.fingerprint().equals(now.fingerprint())) {
            List<String> problems = new ArrayList<>();
            problems.add(path + ": cannot be resumed with other settings that decide the weights; found:");
            problems.addAll(before.differences(now));
            throw new InvalidConfigException(problems);
        }
        keepKernel();
    }

    /** The arithmetic is chosen once; so here, before anything is computed. */
    private void keepKernel() {
        String kernel = text(read(), "kernel");
        boolean told = System.getProperty(Kernels.PROPERTY) != null;
        if (kernel.isEmpty() || told) {
            return;
        }
        if (kernel.equals("scalar")) {
            System.setProperty(Kernels.PROPERTY, kernel);
        }
        if (!kernel.equals(Kernels.name())) {
            String scalar = "-D" + Kernels.PROPERTY + "=scalar";
            String remedy = kernel.equals("scalar")
                    ? scalar
                    : "--add-modules jdk.incubator.vector, as bin/piste does, or with " + scalar
                            + " to go on with other bits";
            throw new InvalidConfigException(ImmutableList.of(path + ": the run began with the kernel " + kernel
                    + ", this JVM has " + Kernels.name() + ", which gives other bits; start Java with " + remedy));
        }
    }

    @Override
    public Optional<TrainConfig.Gradient> gradient() {
        String begun = text(read(), "gradient");
        return Arrays.stream(TrainConfig.Gradient.values())
                .filter(gradient -> RunStatus.label(gradient).equals(begun))
                .findFirst();
    }

    /** What the run goes on with. */
    LoadedConfig config() {
        return loaded;
    }

    /** Whether there is nothing left to do. */
    boolean isOver() {
        JsonObject run = read();
        return switch (text(run, "state")) {
            case "CONVERGED", "DIVERGED" -> true;
            case "FINISHED" ->
                switch (text(run, "stop")) {
                    case "epochs" ->
                        now.train().stop().epochs() <= before.train().stop().epochs();
                    case "time-limit" ->
                        now.train()
                                .stop()
                                .timeLimit()
                                .equals(before.train().stop().timeLimit());
                    default -> true;
                };
            default -> false;
        };
    }

    /** Says that there is nothing left to do, and what would change that. */
    String over() {
        String hint =
                switch (text(read(), "stop")) {
                    case "epochs" ->
                        ". To go on, allow more epochs: -s train.epochs="
                                + 2 * now.train().stop().epochs();
                    case "time-limit" -> ". To go on, allow more time: -s train.stop.time-limit=off";
                    default -> "";
                };
        return shown() + ": this run has ended; nothing is left to do" + hint + System.lineSeparator();
    }

    private String shown() {
        return Text.oneLine(path.toString());
    }

    /** What run.json says; a file that cannot be read decides nothing. */
    private JsonObject read() {
        try {
            return JsonParser.parseString(Files.readString(path.resolve("run.json")))
                    .getAsJsonObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return new JsonObject();
        }
    }

    /** How the settings differ from those that run.json says the run has; none where it does not say. */
    private List<String> changes() {
        if (!(read().get("settings") instanceof JsonObject began)) {
            return ImmutableList.of();
        }
        return now.decidingSettings().entrySet().stream()
                .filter(setting -> !setting.getValue().equals(text(began, setting.getKey())))
                .map(setting -> setting.getKey() + ": " + text(began, setting.getKey()) + " -> " + setting.getValue())
                .toList();
    }

    private static String text(JsonObject run, String name) {
        JsonElement value = run.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    @Override
    public Optional<RunDirectory> open() {
        return Optional.of(RunDirectory.at(path));
    }

    @Override
    public Optional<Checkpoint> checkpoint(RunDirectory directory, DataSummary data) {
        try {
            CheckpointStore store = CheckpointStore.open(
                    directory.path(), now.observe().checkpoint().keep());
            LatestCheckpoint latest = store.latest();
            latest.refused().forEach(refused -> System.err.println("piste: " + Text.oneLine(refused)));
            if (latest.found().isEmpty() && !latest.refused().isEmpty()) {
                throw new RunDirectoryException(
                        path + ": none of its checkpoints can be read, and nothing was changed; to start again: piste"
                                + " train " + path.resolve("config.conf"),
                        null);
            }
            if (latest.found().isEmpty()) {
                Terminal.print(shown() + ": no checkpoint to continue from; the run starts again at step 0"
                        + System.lineSeparator());
                return Optional.empty();
            }
            StoredCheckpoint stored = withRows(store, latest.found().get());
            refuseStrangers(stored.identity(), data);
            Checkpoint checkpoint = stored.checkpoint();
            Terminal.print(shown() + ": continues from step " + Text.count(checkpoint.step()) + System.lineSeparator());
            return Optional.of(checkpoint);
        } catch (IOException e) {
            throw new RunDirectoryException(path + ": its checkpoints cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The newest checkpoint up to which the metrics are complete. If they end before all of them, the newest of all: steps
     * are dearer than rows.
     */
    private StoredCheckpoint withRows(CheckpointStore store, StoredCheckpoint newest) throws IOException {
        Path metrics = path.resolve("metrics.csv");
        long rows = MetricsFileSink.lastStep(metrics);
        long recordsPerRow = MetricsFileSink.recordsPerRow(metrics);
        Optional<StoredCheckpoint> found = Optional.of(newest);
        while (found.isPresent() && rows < lastRow(found.get().checkpoint(), recordsPerRow)) {
            found = store.latestUpTo(found.get().checkpoint().step() - 1).found();
        }
        if (found.isEmpty()) {
            System.err.println("piste: " + metrics + ": has no rows up to the checkpoint at step "
                    + Text.count(newest.checkpoint().step()) + "; those before it that are missing stay so");
        }
        return found.orElse(newest);
    }

    /**
     * The last row that metrics.csv must have for a checkpoint to continue it without a gap: a process that was killed
     * may have saved its state before its last rows. A file of millions of rows has not one for every record.
     */
    private long lastRow(Checkpoint checkpoint, long recordsPerRow) {
        Cadence cadence = now.observe().metrics().every();
        if (cadence instanceof Cadence.Steps steps) {
            return (checkpoint.step() / steps.count() - recordsPerRow + 1) * steps.count();
        }
        if (!(cadence instanceof Cadence.Epochs epochs) || checkpoint.epoch() == 0) {
            return 0;
        }
        Batching batching = now.train().batching();
        int rowsPerStep = batching.mode() == Batching.Mode.MINI_BATCH ? batching.batchSize() : 1;
        long inThisEpoch = (checkpoint.position() + rowsPerStep - 1L) / rowsPerStep;
        long stepsPerEpoch = (checkpoint.step() - inThisEpoch) / checkpoint.epoch();
        return (checkpoint.epoch() / epochs.count() - recordsPerRow + 1) * epochs.count() * stepsPerEpoch;
    }

    private void refuseStrangers(RunIdentity saved, DataSummary data) {
        RunIdentity wanted = new RunIdentity(Version.arithmetic(), now.fingerprint(), data.fingerprint());
        ImmutableSet<RunIdentity.Difference> differences = saved.differencesFrom(wanted);
        if (differences.contains(RunIdentity.Difference.DATA)) {
            throw new InvalidConfigException(ImmutableList.of(path
                    + ": cannot be resumed with other data: the checkpoint was made of data " + saved.data()
                    + ", found " + data.fingerprint() + " in " + data.source()));
        }
        if (differences.contains(RunIdentity.Difference.CONFIGURATION)) {
            throw new InvalidConfigException(ImmutableList.<String>builder()
                    .add(path + ": cannot be resumed, its checkpoint belongs to another configuration: "
                            + path.resolve("config.conf") + " was changed since; change it back, or start a new run of"
                            + " it: piste train " + path.resolve("config.conf"))
                    .addAll(changes())
                    .build());
        }
        if (differences.contains(RunIdentity.Difference.VERSION)) {
            System.err.println("piste: the checkpoint was written by version " + saved.version() + ", this is "
                    + Version.arithmetic() + ": the same bits are promised by the same version and kernel only");
        }
    }
}
