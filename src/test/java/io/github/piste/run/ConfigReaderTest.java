package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Scaling;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Cadence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @TempDir
    Path folder;

    @Test
    void read_ofNothing_givesTheDefaultsOfTheContract() {
        RunConfig config = Configs.read("data.path=a.csv", "data.target=y").config();
        assertEquals(new RunConfig.Run("train", Path.of("logs"), 1), config.run());
        assertEquals(DataConfig.Kind.CSV, config.data().kind());
        assertEquals(Optional.empty(), config.data().header());
        assertTrue(config.data().features().isEmpty());
        assertEquals(Scaling.STANDARD, config.data().scaling());
        assertEquals(1.35, config.model().huberDelta());
        assertTrue(config.model().intercept());
        assertTrue(config.model().initial().isEmpty());
        assertEquals(Batching.batch(), config.train().batching());
        assertEquals(OptionalDouble.empty(), config.train().learningRate());
        assertEquals(Optional.empty(), config.train().rule());
        assertEquals(new Schedule.Constant(), config.train().schedule());
        assertEquals(2000, config.train().stop().epochs());
        assertEquals(Duration.ofSeconds(10), config.observe().drainLimit());
        assertEquals(
                new Cadence.Every(Duration.ofMillis(500)),
                config.observe().plots().every());
        assertEquals(10, config.observe().plots().kinds().size());
        assertEquals(new Cadence.Epochs(1), config.observe().metrics().every());
        assertEquals(
                new ObserveConfig.Http(false, 9464, "127.0.0.1"),
                config.observe().http());
        assertTrue(config.unsupported().isEmpty());
    }

    @Test
    void read_takesOptionsOverEnvironmentOverFileOverDefaults() {
        Path file = Configs.file(folder, "data.kind = synthetic\ntrain { epochs = 1, threads = 1 }\nrun.seed = 10\n");
        Map<String, String> environment = Map.of("PISTE_TRAIN_EPOCHS", "2", "PISTE_RUN_SEED", "20");
        LoadedConfig loaded =
                new ConfigReader(environment).read(Optional.of(file), List.of("train.epochs=3", "train.epochs = 4"));
        assertEquals(4, loaded.config().train().stop().epochs());
        assertEquals(20, loaded.config().run().seed());
        assertTrue(loaded.origins().matches("(?s).*train.epochs = 4 +# -s train.epochs\n.*"), loaded.origins());
        assertTrue(loaded.origins().matches("(?s).*run.seed = 20 +# environment variable PISTE_RUN_SEED\n.*"));
        assertTrue(loaded.origins().matches("(?s).*train.threads = 1 +# \\S*a.conf:2\n.*"), loaded.origins());
        assertTrue(loaded.origins().matches("(?s).*train.mode = batch +# default\n.*"));
        assertTrue(loaded.origins().contains("# data.path is not set\n"));
    }

    @Test
    void origins_areAConfigurationThatReadsAsTheSame() {
        LoadedConfig loaded = Configs.read(Configs.SYNTHETIC, "train.rule=adam");
        assertEquals(loaded.config(), Configs.readFile(folder, loaded.origins()).config());
    }

    @Test
    void variables_areEachOfOneKey() {
        assertEquals(
                Keys.ALL.size(), Keys.ALL.stream().map(Key::variable).distinct().count());
        ConfigReader reader =
                new ConfigReader(Map.of("PISTE_TRAIN_LEARNING_RATE", "0.5", "PISTE_DATA", "/x", "A", "b"));
        RunConfig config =
                reader.read(Optional.empty(), List.of(Configs.SYNTHETIC)).config();
        assertEquals(OptionalDouble.of(0.5), config.train().learningRate());
    }

    @Test
    void variable_ofNoKey_isRefusedWithTheNearest() {
        ConfigReader reader = new ConfigReader(Map.of("PISTE_TRAIN_EPOCH", "5"));
        List<String> problems = Configs.problems(() -> reader.read(Optional.empty(), List.of(Configs.SYNTHETIC)));
        assertEquals(
                List.of("environment variable PISTE_TRAIN_EPOCH stands for no key; nearest: PISTE_TRAIN_EPOCHS"),
                problems);
    }

    @Test
    void variable_withARefusedValue_isNamed() {
        ConfigReader reader = new ConfigReader(Map.of("PISTE_TRAIN_EPOCHS", ""));
        List<String> problems = Configs.problems(() -> reader.read(Optional.empty(), List.of(Configs.SYNTHETIC)));
        assertEquals(
                List.of(
                        "environment variable PISTE_TRAIN_EPOCHS: train.epochs = \"\"; allowed: auto, or a whole number "
                                + "from 1 to 9223372036854775807"),
                problems);
    }

    @Test
    void options_takePlainTextListsAndBlocks() {
        RunConfig config = Configs.read(
                        "data.path=/some where/a:b,c.csv",
                        "data.target=2",
                        "data.features=[a, \"b x\", 3]",
                        "observe.metrics.every=10 epochs",
                        "model.initial=[1, -0.5]",
                        "train.stop={loss-change = 1e-9, time-limit = 1.5 h}")
                .config();
        assertEquals(
                Optional.of(Path.of("/some where/a:b,c.csv")), config.data().path());
        assertEquals(Optional.of("2"), config.data().target());
        assertEquals(ImmutableList.of("a", "b x", "3"), config.data().features());
        assertEquals(new Cadence.Epochs(10), config.observe().metrics().every());
        assertEquals(ImmutableDoubleArray.of(1, -0.5), config.model().initial());
        assertEquals(1e-9, config.train().stop().lossChange());
        assertEquals(Optional.of(Duration.ofMinutes(90)), config.train().stop().timeLimit());
    }

    @Test
    void options_thatAreNone_areNamed() {
        assertEquals(
                List.of(
                        "-s train.epochs has no value; allowed: -s key=value",
                        "-s a..b names no key; allowed: keys such as train.epochs",
                        "-s  names no key; allowed: keys such as train.epochs"),
                Configs.problems("train.epochs", "a..b=1", "=1", Configs.SYNTHETIC));
    }

    @Test
    void allProblems_areSaidAtOnce() {
        String text = """
                run.seed = one
                train {
                  epoch = 3
                  mode = Batch
                  stop = 5
                }
                model { l1 = null, l2 = [1] }
                trian { epochs = 3 }
                run.name { a = 1 }
                data { kind = synthetic, folds = 1 }
                learning-rate = 0.1
                """;
        String a = folder.resolve("a.conf").toString();
        List<String> problems = Configs.fileProblems(folder, text, "train.threads=0");
        for (String expected : List.of(
                a + ":1: run.seed = \"one\"; allowed: a whole number from -9223372036854775808 to 9223372036854775807",
                a + ":3: train.epoch is not a known key; nearest: train.epochs",
                a + ":4: train.mode = \"Batch\"; allowed: batch, stochastic, mini-batch",
                a + ":5: train.stop = 5; allowed: a block train.stop { ... } with keys",
                a + ":7: model.l1 = null; allowed: a number from 0",
                a + ":7: model.l2 = [1]; allowed: a number from 0",
                a + ":8: trian is not a known block; nearest: train",
                a + ":10: data.folds = 1; allowed: 0 for none, or a whole number from 2 to 1000",
                a + ":11: learning-rate is not a known key; nearest: train.learning-rate",
                "-s train.threads: train.threads = \"0\"; allowed: a whole number from 1 to 1024")) {
            assertTrue(problems.contains(expected), () -> expected + "\nin\n" + String.join("\n", problems));
        }
        assertTrue(problems.stream().anyMatch(p -> p.startsWith(a + ":9: run.name = { ... }; allowed: a plain name")));
        assertEquals(11, problems.size());
    }

    @Test
    void substitutions_seeKeysDefaultsAndEnvironment() {
        Path file = Configs.file(
                folder, "data.path = ${HOME}/${run.name}.csv\ndata.target = y\ntrain.beta1 = ${train.momentum}\n");
        RunConfig config = new ConfigReader(Map.of("HOME", "/h"))
                .read(Optional.of(file), List.of("run.name=b"))
                .config();
        assertEquals(Optional.of(Path.of("/h/b.csv")), config.data().path());
    }

    @Test
    void epochs_areThoseOfTheModeIfUnset() {
        assertEquals(
                20,
                Configs.read(Configs.SYNTHETIC, "train.mode=stochastic")
                        .config()
                        .train()
                        .stop()
                        .epochs());
    }

    @Test
    void rulesAndSchedules_takeTheirParameters() {
        RunConfig config = Configs.read(
                        Configs.SYNTHETIC,
                        "train.rule=rmsprop",
                        "train.beta2=0.5",
                        "train.schedule={kind=step,every=3}",
                        "train.mode=mini-batch",
                        "train.batch-size=7",
                        "train.order=random")
                .config();
        assertEquals(
                Optional.of(new UpdateRule.RmsProp(0.5, 1e-8)), config.train().rule());
        assertEquals(new Schedule.Step(3, 0.5), config.train().schedule());
        assertEquals(
                Batching.miniBatch(7, Batching.Order.RANDOM), config.train().batching());
    }

    @Test
    void ownData_needsNoSource() {
        ConfigReader reader = new ConfigReader(Map.of());
        assertFalse(
                Configs.problems(() -> reader.read(Optional.empty(), List.of())).isEmpty());
        assertEquals(
                5,
                reader.readWithoutSource(Optional.empty(), List.of("run.seed=5"))
                        .config()
                        .run()
                        .seed());
    }
}
