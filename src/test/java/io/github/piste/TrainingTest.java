package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.model.Model;
import io.github.piste.queue.MailboxStats;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunState;
import io.github.piste.sink.ListenerException;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrainingTest {
    private static final double[][] X = {{1}, {2}, {3}};
    private static final double[] Y = {2, 4, 6};

    @TempDir
    private Path folder = Path.of("");

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    @Test
    void arrays_inFiveLines() {
        TrainingResult result = Training.on(X, Y).run();
        assertEquals(8, result.model().predict(4), 1e-9);
        assertEquals(RunState.CONVERGED, result.state());
        assertTrue(result.directory().isEmpty());
        assertTrue(result.degraded().isEmpty(), result.degraded()::toString);
        assertFalse(result.reason().isBlank());
    }

    @Test
    void seedNumbers_comeOutOfTheFacade() {
        TrainingResult batch = seed("batch").run();
        assertEquals(1.9999444396553017, batch.linearModel().coefficients().get(0), 2e-12);
        assertEquals(0, batch.linearModel().intercept());
        assertEquals(7.999777758621207, batch.model().predict(4), 1e-11);
        TrainingResult rows = seed("stochastic").set("train.order", "none").run();
        assertEquals(1.9999999999999236, rows.linearModel().coefficients().get(0), 2e-12);
    }

    private static Training seed(String mode) {
        return Training.on(X, Y)
                .set("train.mode", mode)
                .set("train.learning-rate", 0.01)
                .set("train.epochs", 100)
                .set("model.intercept", false)
                .set("model.initial", List.of(1))
                .set("data.scaling", "none");
    }

    @Test
    void csv_namesColumns_andCategories() throws IOException {
        Path file = csv("size,colour,price\n1,red,10\n2,red,20\n3,blue,35\n4,blue,45\n");
        TrainingResult result = Training.onCsv(file, "price")
                .set("data.categorical", "[colour]")
                .run();
        assertEquals(List.of("size", "colour=red"), result.model().features());
        assertEquals("price", result.model().target());
        assertEquals(10, result.linearModel().coefficients().get(0), 1e-8);
        assertEquals(-5, result.linearModel().coefficients().get(1), 1e-8);
        assertEquals(List.of("blue", "red"), result.model().categories().get("colour"));
    }

    @Test
    void configFile_isOverriddenByWhatIsSet() throws IOException {
        Path data = csv("a;b\n1;2\n2;4\n3;6.5\n");
        Path config = Files.writeString(
                folder.resolve("a.conf"),
                "data { path = \"" + data
                        + "\", target = b, delimiter = \";\" }\ntrain { epochs = 7, learning-rate = 0.1 }\n");
        assertEquals(7, Training.onConfig(config).run().outcome().scalars().step());
        assertEquals(
                3,
                Training.onConfig(config)
                        .set("train.epochs", 3)
                        .run()
                        .outcome()
                        .scalars()
                        .step());
    }

    @Test
    void everythingASetCanSay_reachesThePlan() {
        TrainingResult result = Training.on(X, Y)
                .set("train.mode", "mini-batch")
                .set("train.batch-size", 2)
                .set("train.learning-rate", 0.125)
                .set("train.rule", "adam")
                .set("train.beta1", 0.5)
                .set("train.schedule.kind", "cosine")
                .set("train.epochs", 4)
                .set("model.l2", 0.25)
                .set("run.seed", 9)
                .set("data.scaling", "min-max")
                .run();
        String descent = result.plan().descent().toString();
        assertEquals(0.125, result.plan().descent().learningRate());
        assertEquals(9, result.plan().descent().seed());
        assertEquals(0.25, result.plan().descent().penalty().l2());
        assertTrue(descent.contains("MINI_BATCH, batchSize=2"), descent);
        assertTrue(descent.contains("beta1=0.5"), descent);
        assertTrue(descent.contains("Cosine"), descent);
        assertEquals(8, result.outcome().scalars().step());
    }

    @Test
    void wrongSettings_areListedAllAtOnce_eachWithItsKey() {
        InvalidConfigException e = assertThrows(InvalidConfigException.class, () -> Training.on(X, Y)
                .set("train.epoch", 5)
                .set("train.learning-rate", -1)
                .set("train.mode", "fast")
                .run());
        String all = String.valueOf(e.getMessage());
        assertEquals(3, e.problems().size(), all);
        assertTrue(all.contains("train.epoch") && all.contains("train.epochs"), all);
        assertTrue(all.contains("train.learning-rate") && all.contains("-1"), all);
        assertTrue(all.contains("train.mode") && all.contains("fast") && all.contains("mini-batch"), all);
    }

    @Test
    void keyWithAnEqualsSign_isRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Training.on(X, Y).set("a=b", 1));
    }

    @Test
    void whatIsNotThereYet_isRefusedAndNamed() {
        InvalidConfigException e = assertThrows(
                InvalidConfigException.class,
                () -> Training.on(X, Y).set("observe.http.enabled", true).run());
        assertTrue(String.valueOf(e.getMessage()).contains("observe.http.enabled"), e.getMessage());
    }

    @Test
    void badArrays_areRefusedWithRowAndColumn() {
        assertThrows(IllegalArgumentException.class, () -> Training.on(X, new double[] {1}));
        assertThrows(DataException.class, () -> Training.on(new double[0][], new double[0]));
        DataException e = assertThrows(
                DataException.class, () -> Training.on(new double[][] {{1}, {Double.NaN}}, new double[] {1, 2}));
        assertTrue(String.valueOf(e.getMessage()).contains("2"), e.getMessage());
    }

    @Test
    void initialWeightsOfAnotherNumber_areRefusedByName() {
        InvalidConfigException e = assertThrows(
                InvalidConfigException.class,
                () -> Training.on(X, Y).set("model.initial", "[1, 2, 3]").run());
        assertEquals(
                List.of("model.initial: found 3 numbers, expected 2, one for each of x1, intercept"), e.problems());
    }

    @Test
    void unknownColumn_isABadFile() throws IOException {
        Path file = csv("a,b\n1,2\n2,3\n");
        DataException e = assertThrows(
                DataException.class, () -> Training.onCsv(file, "c").run());
        assertTrue(String.valueOf(e.getMessage()).contains("c"), e.getMessage());
    }

    @Test
    void listener_seesTheFirstAndTheLast() {
        List<Snapshot> seen = new CopyOnWriteArrayList<>();
        TrainingResult result = Training.on(X, Y)
                .set("train.learning-rate", 0.1)
                .set("train.epochs", 30)
                .listener(seen::add)
                .listener(snapshot -> {
                    throw new IllegalStateException("mine");
                })
                .run();
        Snapshot last = seen.get(seen.size() - 1);
        assertTrue(last.last());
        assertEquals(result.outcome().scalars(), last.scalars());
        assertEquals(1, result.degraded().size(), result.degraded()::toString);
        assertTrue(result.degraded().get(0).contains("mine"), result.degraded()::toString);
        for (MailboxStats mailbox : result.queue().mailboxes()) {
            assertTrue(mailbox.addsUp(), mailbox::toString);
        }
    }

    @Test
    void inlineListener_seesEveryStepItAsksFor_onTheCallersThread() {
        List<Long> steps = new ArrayList<>();
        Thread caller = Thread.currentThread();
        Training.on(X, Y)
                .set("train.learning-rate", 0.1)
                .set("train.epochs", 30)
                .inlineListener(new Cadence.Steps(10), snapshot -> {
                    assertEquals(caller, Thread.currentThread());
                    steps.add(snapshot.scalars().step());
                })
                .run();
        assertEquals(List.of(0L, 10L, 20L, 30L), steps);
    }

    @Test
    void inlineListener_thatThrows_endsTheRunOnlyIfAsked() throws IOException {
        Training training = Training.on(X, Y)
                .set("train.epochs", 5)
                .set("train.learning-rate", 0.1)
                .directory(folder.resolve("tolerant"))
                .inlineListener(new Cadence.Steps(1), snapshot -> {
                    throw new IOException("mine");
                });
        TrainingResult result = training.run();
        assertEquals(RunState.FINISHED, result.state());
        assertEquals(List.of("listener: at step 0: java.io.IOException: mine"), result.degraded());

        Training strict = training.set("observe.fail-fast", true).directory(folder.resolve("strict"));
        assertThrows(ListenerException.class, strict::run);
        String json = Files.readString(folder.resolve("strict").resolve("run.json"));
        assertTrue(json.contains("\"FAILED\"") && json.contains("mine"), json);
    }

    @Test
    void directory_getsItsFiles_andIsFreeAfterwards() {
        Path directory = folder.resolve("here");
        TrainingResult first = Training.on(X, Y).directory(directory).run();
        TrainingResult second = Training.on(X, Y).directory(directory).run();
        assertEquals(first.linearModel().coefficients(), second.linearModel().coefficients());
        assertEquals(directory, second.directory().orElseThrow());
        for (String name : List.of(
                "run.json",
                "config.conf",
                "metrics.csv",
                "model.json",
                "history.bin",
                "index.html",
                "plots/loss.png",
                "plots/path.png")) {
            assertTrue(Files.exists(directory.resolve(name)), name);
        }
        assertEquals(8, Model.read(directory.resolve("model.json")).predict(4), 1e-9);
        assertTrue(second.degraded().isEmpty(), second.degraded()::toString);
    }

    @Test
    void sinksAndWorkers_changeNoBit() {
        double[][] x = new double[200][2];
        double[] y = new double[200];
        for (int i = 0; i < 200; i++) {
            x[i] = new double[] {Math.sin(i), Math.cos(3.0 * i)};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + Math.sin(17.0 * i) / 5;
        }
        Dataset data = Dataset.of(x, y);
        for (String mode : List.of("batch", "stochastic", "mini-batch")) {
            TrainingResult bare = Training.on(data).set("train.mode", mode).run();
            for (int workers : new int[] {1, 4}) {
                TrainingResult watched = Training.on(data)
                        .set("train.mode", mode)
                        .set("observe.workers", workers)
                        .set("observe.plots.every", "1 epoch")
                        .set("observe.metrics.every", "1 steps")
                        .set("observe.checkpoint.every", "1 epoch")
                        .listener(snapshot -> {})
                        .directory(folder.resolve(mode + workers))
                        .run();
                assertEquals(bare.outcome().weights(), watched.outcome().weights(), mode);
                assertEquals(
                        bare.linearModel().coefficients(), watched.linearModel().coefficients(), mode);
            }
        }
    }

    @Test
    void rateAboveTheLimit_divergesWithAWarningAndAFiniteModel() {
        TrainingResult result = Training.on(X, Y).set("train.learning-rate", 50).run();
        assertEquals(RunState.DIVERGED, result.state());
        assertEquals(1, result.plan().warnings().size());
        assertTrue(Double.isFinite(result.model().predict(1)));
    }
}
