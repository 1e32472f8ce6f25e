package io.github.piste.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.ChildJvm;
import io.github.piste.Torture;
import io.github.piste.Training;
import io.github.piste.TrainingResult;
import io.github.piste.cli.Main;
import io.github.piste.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** N1: at whatever learning rate, a descent ends with finite weights or as diverged, and so does every checkpoint. */
@Tag(Torture.TAG)
@Timeout(600)
class RandomRatesIT {
    private static final List<String> MODES = List.of("batch", "stochastic", "mini-batch");
    private static final List<String> KINDS = List.of("linear", "logistic", "softmax", "mlp");
    private static final List<String> RULES = List.of("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam");

    @TempDir
    private Path temp;

    private int diverged;
    private int checkpoints;
    private int notFinite;

    @BeforeEach
    void writeRows() throws IOException {
        Random random = new Random(2);
        List<String> numbers = new ArrayList<>(List.of("a,b,c,y"));
        List<String> classes = new ArrayList<>(numbers);
        for (int i = 0; i < 40; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian() * 20;
            double c = random.nextGaussian() * 3;
            double score = a - c + random.nextGaussian();
            String cells = a + "," + b + "," + c + ",";
            numbers.add(cells + 100 * score);
            classes.add(cells + (score > 0 ? "yes" : "no"));
        }
        Files.write(csv("numbers"), numbers);
        Files.write(csv("classes"), classes);
    }

    private Path csv(String target) {
        return temp.resolve(target + ".csv");
    }

    private Path rows(List<String> settings) {
        return csv(settings.contains("model.kind=linear") ? "numbers" : "classes");
    }

    /** From far too small over everything in between to the largest number there is. */
    private static double rate(Random random) {
        return Math.pow(10, random.nextInt(4) == 0 ? 308 * random.nextDouble() : -8 + 12 * random.nextDouble());
    }

    private List<String> settings(Random random, double rate) {
        String kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean validated = random.nextBoolean();
        return List.of(
                "model.kind=" + kind,
                "train.mode=" + MODES.get(random.nextInt(MODES.size())),
                "train.rule=" + RULES.get(random.nextInt(RULES.size())),
                "train.averaging=" + random.nextBoolean(),
                "data.validation=" + (validated ? 0.2 : 0),
                "train.stop.patience=" + (validated && random.nextBoolean() ? "5" : "off"),
                "train.learning-rate=" + rate,
                "train.epochs=15",
                "observe.checkpoint.every=1 steps",
                "observe.checkpoint.keep=100",
                "observe.plots.enabled=false");
    }

    private TrainingResult train(List<String> settings, Path directory) {
        Training training = Training.onCsv(rows(settings), "y").directory(directory);
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            training.set(parts[0], parts[1]);
        }
        return training.run();
    }

    private static boolean isFinite(ImmutableDoubleArray array) {
        return array.stream().allMatch(Double::isFinite);
    }

    private void checkCheckpoints(Path directory, String what) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(CheckpointStore.FOLDER))) {
            for (Path file : files.toList()) {
                StoredCheckpoint stored = CheckpointFile.read(file);
                checkpoints++;
                boolean finite = true;
                for (String name : List.of("weights", "best.weights", "average")) {
                    finite &= isFinite(
                            ImmutableDoubleArray.copyOf(stored.checkpoint().array(name)));
                }
                notFinite += finite ? 0 : 1;
                assertTrue(
                        finite,
                        () -> file + " of " + what + " holds "
                                + stored.checkpoint().state());
            }
        }
    }

    @Test
    void anyRate_leavesFiniteCheckpoints_andEndsFiniteOrDiverged(TestInfo test) throws IOException {
        int rates = Torture.times(50, 1_000);
        int processes = Torture.times(2, 16);
        Random random = new Random(1);
        int exits = 0;
        for (int i = 0; i < rates; i++) {
            List<String> settings = settings(random, rate(random));
            Path directory = temp.resolve("run");
            TrainingResult result = train(settings, directory);
            String what = settings + ": " + result.state() + " " + result.reason();

            assertTrue(isFinite(result.outcome().weights()), what);
            boolean ended = result.outcome().scalars().loss() <= Double.MAX_VALUE;
            assertTrue(ended || result.state() == RunState.DIVERGED, what);
            assertTrue(result.degraded().isEmpty() || result.state() == RunState.DIVERGED, what + result.degraded());
            checkCheckpoints(directory, what);
            diverged += result.state() == RunState.DIVERGED ? 1 : 0;
            if (i % (rates / processes) == 0) {
                assertEquals(result.state() == RunState.DIVERGED ? 4 : 0, exitCode(settings), what);
                exits++;
            }
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        int all = rates;
        assertTrue(diverged > rates / 10 && diverged < rates * 9 / 10, () -> diverged + " of " + all + " diverged");
        Torture.seen(
                test,
                "N1",
                rates + " random learning rates over all models, modes and rules: " + diverged + " ended as diverged,"
                        + " the others with finite weights and loss; " + checkpoints + " checkpoints, " + notFinite
                        + " of them not finite; " + exits + " of them as processes with the right exit code");
    }

    private int exitCode(List<String> settings) {
        List<String> words = new ArrayList<>(List.of(
                "train",
                "-s",
                "data.path=" + rows(settings),
                "-s",
                "data.target=y",
                "-s",
                "run.directory=" + temp.resolve("logs")));
        settings.forEach(setting -> words.addAll(List.of("-s", setting)));
        return ChildJvm.run(temp, Duration.ofSeconds(60), 256, Main.class, words.toArray(String[]::new))
                .code();
    }
}
