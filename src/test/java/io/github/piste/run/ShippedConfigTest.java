package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.optim.Batching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that the project ships, and the defaults they explain. */
class ShippedConfigTest {
    @TempDir
    Path folder;

    @Test
    void trainConf_isTheMainJob() {
        LoadedConfig loaded = read("train.conf");
        RunConfig config = loaded.config();
        assertEquals(
                Optional.of(Path.of("config/samples/old-faithful.csv")),
                config.data().path());
        assertEquals(Optional.of("waiting"), config.data().target());
        assertEquals(OptionalDouble.of(0.02), config.train().learningRate());
        assertEquals(600, config.train().stop().epochs());
        assertEquals(List.of(), loaded.warnings());
        assertEquals(List.of(), config.unsupported());
        assertTrue(Files.exists(config.data().path().orElseThrow()));
    }

    @Test
    void longRunConf_runsUntilStopped() {
        LoadedConfig loaded = read("long-run.conf");
        RunConfig config = loaded.config();
        assertEquals(1_000_000, config.data().synthetic().rows());
        assertEquals(20, config.data().synthetic().features());
        assertEquals(Batching.Mode.STOCHASTIC, config.train().batching().mode());
        assertTrue(config.train().stop().epochs() >= 1_000_000);
        assertEquals(List.of(), loaded.warnings());
        assertEquals(List.of(), config.unsupported());
    }

    @ParameterizedTest
    @CsvSource({"line, LINEAR", "logistic, LOGISTIC", "softmax, SOFTMAX", "wave, MLP", "network, MLP"})
    void laboratoryConfs_trainTheirModelOnDataThatAreShipped(String name, ModelConfig.Kind kind) throws IOException {
        LoadedConfig loaded = read(name + ".conf");
        RunConfig config = loaded.config();
        assertEquals(name, config.run().name());
        assertEquals(kind, config.model().kind());
        assertEquals(List.of(), loaded.warnings());
        assertEquals(List.of(), config.unsupported());
        String header = Files.readAllLines(config.data().path().orElseThrow()).get(0);
        assertTrue(List.of(header.split(",")).contains(config.data().target().orElseThrow()), header);
    }

    /** A file that nothing tests says something that may not be true. */
    @Test
    void everyShippedConf_isTested() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config"))) {
            assertEquals(
                    List.of(
                            "line.conf",
                            "logistic.conf",
                            "long-run.conf",
                            "network.conf",
                            "softmax.conf",
                            "train.conf",
                            "wave.conf"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".conf"))
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.conf", "long-run.conf"})
    void everyKey_isShown(String name) throws IOException {
        String text = Files.readString(Path.of("config", name));
        for (Key<?> key : Keys.ALL) {
            if (key.path().startsWith("data.synthetic.") && name.equals("train.conf")) {
                continue;
            }
            assertTrue(
                    Pattern.compile("(?m)^ *(# )?" + Pattern.quote(key.name()) + " = ")
                            .matcher(text)
                            .find(),
                    key.path());
        }
    }

    /** A comment that shows a key shows its default: with all of them uncommented nothing changes. */
    @Test
    void commentsOfTrainConf_showDefaults() throws IOException {
        String text = Files.readString(Path.of("config/train.conf"));
        String uncommented = Pattern.compile("(?m)^( +)# ([a-z0-9-]+ = (?!importance).*)$")
                .matcher(text)
                .replaceAll("$1$2");
        assertEquals(
                read("train.conf").config(),
                Configs.readFile(folder, uncommented).config());
    }

    private static LoadedConfig read(String name) {
        return new ConfigReader(Map.of()).read(Optional.of(Path.of("config", name)), List.of());
    }
}
