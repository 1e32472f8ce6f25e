package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A configuration file: what is taken reads as the same when it is written out, what is not is said line by line. */
final class ConfigTarget implements Target {
    private static final String SMALL = """
            run { name = a, seed = 3 } # b
            data { path = a.csv, target = "y z", features = [a, "b"], missing = skip }
            train.learning-rate = 1e-3
            train { stop.time-limit = 5m, schedule { kind = step, every = 2 } }
            observe.metrics.every = 10 epochs, run.name = ${data.path}
            """;

    private final ConfigReader reader = new ConfigReader(Map.of());
    private final Path file;
    private final Path written;

    ConfigTarget(Path folder) {
        file = folder.resolve("a.conf");
        written = folder.resolve("b.conf");
    }

    @Override
    public ImmutableList<byte[]> seeds() throws IOException {
        ImmutableList.Builder<byte[]> seeds = ImmutableList.builder();
        seeds.add(SMALL.getBytes(UTF_8)).add("data.kind = synthetic".getBytes(UTF_8));
        try (Stream<Path> files = Files.list(Path.of("config"))) {
            for (Path config : files.filter(path -> path.toString().endsWith(".conf"))
                    .sorted()
                    .toList()) {
                seeds.add(Files.readAllBytes(config));
            }
        }
        return seeds.add(new ConfigReader(Map.of())
                        .read(Optional.empty(), List.of("data.kind=synthetic"))
                        .origins()
                        .getBytes(UTF_8))
                .build();
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                UTF_8,
                ("{ } [ ] = : += , . # // \" \"\"\" ${ ${? } \\ \\u0000 \\n null true false NaN Infinity -1 0 1e999 0x10"
                                + " 9223372036854775808 0,1 include include\"x\" include_url(\"http://127.0.0.1:1/x\")"
                                + " run.name data.path data.kind=synthetic train.epochs model{ observe. a.b.c.d ../x 10s 1_epoch"
                                + " \uFEFF \u202e \u001b[31m \u00e9 \ud83d\ude00")
                        .replace('_', ' ')
                        .split(" ", -1));
    }

    @Override
    public int controls() {
        return 0;
    }

    @Override
    public String refusal(byte[] input) throws IOException {
        Files.write(file, input);
        LoadedConfig loaded;
        try {
            loaded = reader.read(Optional.of(file), List.of());
        } catch (InvalidConfigException e) {
            if (e.problems().isEmpty()) {
                throw new AssertionError("refused without a word", e);
            }
            e.problems().forEach(Line::checked);
            return e.problems().get(0);
        }
        loaded.warnings().forEach(Line::checked);
        loaded.config().unsupported().forEach(Line::checked);
        Files.writeString(written, loaded.origins());
        LoadedConfig again = reader.read(Optional.of(written), List.of());
        if (!again.config().equals(loaded.config())) {
            throw new AssertionError("written out, it reads as another: " + loaded.origins());
        }
        return "";
    }
}
