package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.Torture;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.RunConfig;
import io.github.piste.sink.MetricsFileSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of 500 steps that are interrupted at every step and resumed from their directory, within one process. */
@Tag(Torture.TAG)
class ExactResumeIT {
    private static final int STEPS = 500;
    private static final int INTERRUPTIONS = Torture.times(10, STEPS);

    private final PrintStream out = System.out;

    @TempDir
    private Path temp;

    /** Each resume says where it goes on; 1,500 such lines help nobody. */
    @BeforeEach
    void silence() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void speak() {
        System.setOut(out);
    }

    /** A configuration with its data. */
    private record Job(RunConfig config, LoadedData data) {
        static Job of(String mode, int rows, int epochs, String... more) {
            List<String> settings = new ArrayList<>(List.of(
                    "run.seed=3",
                    "data.kind=synthetic",
                    "data.synthetic.rows=" + rows,
                    "data.synthetic.features=3",
                    "data.synthetic.condition=5",
                    "data.validation=0.2",
                    "model.l1=0.001",
                    "model.l2=0.001",
                    "train.mode=" + mode,
                    "train.epochs=" + epochs,
                    "train.rule=adam",
                    "train.learning-rate=0.02",
                    "train.schedule.kind=cosine",
                    "train.averaging=true",
                    "observe.metrics.every=1 steps",
                    "observe.plots.enabled=false"));
            settings.addAll(Arrays.asList(more));
            RunConfig config =
                    new ConfigReader(Map.of()).read(Optional.empty(), settings).config();
            return new Job(config, DataLoader.load(config, bytes -> {}));
        }

        /** Trains until the descent has come to a step, and stops at the next opportunity. */
        TrainingResult train(RunPlace place, long stopAt) {
            Control control = new Control();
            if (stopAt == 0) {
                control.requestStop();
            }
            RunRequest.Inline stop = new RunRequest.Inline(new Cadence.Steps(1), snapshot -> {
                if (snapshot.scalars().step() >= stopAt) {
                    control.requestStop();
                }
            });
            RunRequest request = new RunRequest(
                    config, place, ImmutableList.of(), ImmutableList.of(stop), control, ImmutableList.of());
            return new TrainingRun(request, data.dataset(), DataSummary.of(data)).run();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "batch, 25, 500, train.gradient=streaming",
        "stochastic, 125, 5, train.order=random",
        "mini-batch, 250, 20, train.batch-size=8",
    })
    void interruptedAtEveryStep_endsWithTheSameBitsAndTheSameRows(
            String mode, int rows, int epochs, String more, TestInfo test) throws IOException {
        Job job = Job.of(mode, rows, epochs, more);
        TrainingResult whole = job.train(RunPlace.at(temp.resolve("whole")), Long.MAX_VALUE);
        RunFiles wholeFiles = new RunFiles(temp.resolve("whole"));
        assertEquals(STEPS, whole.outcome().scalars().step());
        assertEquals(STEPS + 2, wholeFiles.metrics().size());

        Set<Long> stops = new TreeSet<>();
        int resumes = 0;
        for (int i = 0; i < INTERRUPTIONS; i++) {
            long stopAt = (long) i * STEPS / INTERRUPTIONS;
            Path path = temp.resolve("broken");
            long stopped =
                    job.train(RunPlace.at(path), stopAt).outcome().scalars().step();
            stops.add(stopped);
            RunFiles run = new RunFiles(path);
            assertEquals(stopped, run.newestCheckpoint());

            TrainingResult resumed = job.train(new Resumption(path, List.of()), Long.MAX_VALUE);

            resumes++;
            String where = mode + ", stopped at step " + stopped;
            assertEquals(whole.outcome().weights(), resumed.outcome().weights(), where);
            assertEquals(
                    whole.outcome().scalars().loss(),
                    resumed.outcome().scalars().loss(),
                    where);
            assertEquals(wholeFiles.model(), run.model(), where);
            assertEquals(rowsBut(stopped, wholeFiles), rowsBut(stopped, run), where);
            assertEquals(wholeFiles.metricSteps(), run.metricSteps(), where);
            MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Torture.seen(
                test,
                "Resume is exact",
                mode + ": " + resumes + " resumes of a run of "
                        + whole.outcome().scalars().step()
                        + " steps, interrupted at " + stops.size() + " different steps: 0 differing bits, metrics"
                        + " steps without gap or repeat");
    }

    /** The row of the stop itself says the exact loss, where an uninterrupted run has the mean of the rows it looked at. */
    private static List<List<String>> rowsBut(long step, RunFiles run) {
        return run.metricsWithoutTime().stream()
                .filter(row -> !row.get(0).equals(Long.toString(step)))
                .toList();
    }

    /** A killed process may have torn the last line; rows from before the checkpoint may be missing too. */
    @Test
    void metricsCutAnywhere_areWholeAfterTheResume(TestInfo test) throws IOException {
        Job job = Job.of("mini-batch", 250, 20, "train.batch-size=8", "observe.checkpoint.keep=20");
        job.train(RunPlace.at(temp.resolve("whole")), Long.MAX_VALUE);
        RunFiles whole = new RunFiles(temp.resolve("whole"));
        int cuts = 0;
        int complete = 0;
        int tried = Torture.times(12, 120);
        for (int back = 0; back < tried; back++) {
            Path path = temp.resolve("torn");
            job.train(RunPlace.at(path), 100);
            job.train(new Resumption(path, List.of()), 200);
            RunFiles run = new RunFiles(path);
            List<Long> checkpoints = run.checkpointSteps();
            assertTrue(checkpoints.size() > 1, "two checkpoints to choose from");
            long first = checkpoints.get(0);
            long newest = run.newestCheckpoint();
            byte[] metrics = Files.readAllBytes(run.file("metrics.csv"));
            int length = metrics.length - back * 4 * metrics.length / (5 * tried);
            Files.write(run.file("metrics.csv"), Arrays.copyOf(metrics, length));
            long rows = MetricsFileSink.lastStep(run.file("metrics.csv"));
            job.train(new Resumption(path, List.of()), Long.MAX_VALUE);
            cuts++;
            String where = "cut from " + metrics.length + " to " + length + " bytes";
            assertEquals(whole.model(), run.model(), where);
            List<String> steps = run.metricSteps();
            if (rows >= first) {
                complete++;
                assertEquals(whole.metricSteps(), steps, where);
            }
            assertEquals(after(newest, whole.metricSteps()), after(newest, steps), where);
            assertRise(steps, where);
            MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Torture.seen(
                test,
                "F7",
                cuts + " cuts of metrics.csv, " + complete
                        + " of them after the older checkpoint, which leave no gap: no torn"
                        + " line, no step twice, same bits");
    }

    private static List<String> after(long step, List<String> steps) {
        return steps.subList(1, steps.size()).stream()
                .filter(row -> Long.parseLong(row) > step)
                .toList();
    }

    private static void assertRise(List<String> steps, String where) {
        long before = -1;
        for (String step : steps.subList(1, steps.size())) {
            assertTrue(Long.parseLong(step) > before, where);
            before = Long.parseLong(step);
        }
    }
}
