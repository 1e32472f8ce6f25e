package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigTest {
    @TempDir
    Path folder;

    static List<List<String>> configurations() {
        return List.of(
                List.of(Configs.SYNTHETIC),
                List.of(
                        "data.path=C:\\some where\\\"a\".csv",
                        "data.target=12",
                        "data.features=[a, \"b, c\"]",
                        "data.categorical=[red]",
                        "data.weight=w #1",
                        "data.delimiter=;",
                        "data.header=false",
                        "data.scaling=min-max",
                        "data.folds=5",
                        "run.seed=-9223372036854775808",
                        "run.name=M\u00fcnchen 2"),
                List.of(
                        Configs.SYNTHETIC,
                        "model.initial=[1e-300, -2, 0.1]",
                        "model.l1=0.30000000000000004",
                        "train.mode=mini-batch",
                        "train.learning-rate=1e-3",
                        "train.rule=adam",
                        "train.beta1=0.5",
                        "train.schedule={kind=inverse-time,decay=0.25}",
                        "train.averaging=true",
                        "train.epochs=9223372036854775807",
                        "train.stop.time-limit=90s",
                        "data.validation=0.2",
                        "train.stop.patience=3",
                        "observe.plots.kinds=[path, loss]",
                        "observe.plots.every=1000 steps",
                        "observe.metrics.overflow=block",
                        "observe.log.every=1.5s"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void render_readsAsAnEqualConfiguration(List<String> options) {
        LoadedConfig loaded = Configs.read(options.toArray(String[]::new));
        LoadedConfig again = Configs.readFile(folder, loaded.config().render());
        assertEquals(loaded.config(), again.config());
        assertEquals(loaded.config().render(), again.config().render());
        assertEquals(List.of(), again.warnings());
        assertEquals(List.of(), loaded.config().differences(again.config()));
        assertEquals(loaded.config(), loaded.config().checked());
    }

    @Test
    void render_ofManyColumns_canBeRead() {
        String columns = IntStream.range(0, 10_000).mapToObj(i -> "column" + i).collect(Collectors.joining(","));
        RunConfig config = Configs.read("data.path=a", "data.target=b", "data.features=[" + columns + "]")
                .config();
        assertEquals(config, Configs.readFile(folder, config.render()).config());
    }

    @Test
    void differences_nameKeyAndBothValues() {
        RunConfig first = Configs.read(Configs.SYNTHETIC, "train.epochs=100").config();
        RunConfig second = Configs.read(Configs.SYNTHETIC, "train.epochs=200", "train.rule=momentum")
                .config();
        assertEquals(
                List.of("train.epochs: 100 -> 200", "train.rule: auto -> momentum", "train.momentum: unset -> 0.9"),
                first.differences(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.name=other",
                "run.directory=other",
                "observe.workers=4",
                "observe.plots.enabled=false",
                "train.epochs=7",
                "train.threads=2",
                "data.folds=5",
                "train.stop.time-limit=1h"
            })
    void fingerprint_staysWhereTheWeightsStay(String option) {
        assertEquals(
                Configs.read(Configs.SYNTHETIC).config().fingerprint(),
                Configs.read(Configs.SYNTHETIC, option).config().fingerprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.seed=2",
                "data.synthetic.rows=5",
                "model.l2=1",
                "train.learning-rate=0.1",
                "train.mode=stochastic",
                "train.rule=adam"
            })
    void fingerprint_changesWithWhatDecidesTheWeights(String option) {
        assertNotEquals(
                Configs.read(Configs.SYNTHETIC).config().fingerprint(),
                Configs.read(Configs.SYNTHETIC, option).config().fingerprint());
    }

    @Test
    void fingerprint_ofACosine_dependsOnItsEpochs() {
        String cosine = "train.schedule.kind=cosine";
        assertNotEquals(
                Configs.read(Configs.SYNTHETIC, cosine, "train.epochs=1")
                        .config()
                        .fingerprint(),
                Configs.read(Configs.SYNTHETIC, cosine, "train.epochs=2")
                        .config()
                        .fingerprint());
    }

    @Test
    void unsupported_namesWhatIsToCome() {
        RunConfig config = Configs.read(
                        Configs.SYNTHETIC,
                        "observe.plots.enabled=external",
                        "observe.tensorboard.enabled=true",
                        "observe.http.enabled=true",
                        "observe.alerts.enabled=true")
                .config();
        assertEquals(4, config.unsupported().size());
        assertTrue(config.unsupported()
                .contains("observe.http.enabled = true: the HTTP endpoint is not in this version; allowed: false"));
    }

    @Test
    void checked_refusesWhatNoFileCouldSay() {
        RunConfig good = Configs.read(Configs.SYNTHETIC).config();
        RunConfig bad = new RunConfig(
                new RunConfig.Run("../x", Path.of("logs"), 1), good.data(), good.model(), good.train(), good.observe());
        InvalidConfigException e = assertThrows(InvalidConfigException.class, bad::checked);
        assertEquals(1, e.problems().size());
        assertTrue(
                e.problems().get(0).startsWith("run.name = \"../x\"; allowed: "),
                e.problems().get(0));
    }
}
