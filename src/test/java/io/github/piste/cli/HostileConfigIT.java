package io.github.piste.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.base.Stopwatch;
import com.google.common.io.ByteSource;
import io.github.piste.Torture;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Configurations from strangers, in a real process with a small heap: an exit code, lines with places, nothing written. */
@Tag(Torture.TAG)
class HostileConfigIT {
    private static final String GOOD = "data.kind = synthetic\n";
    /** Promised is a second after Java has started; a busy machine may need longer. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path temp;

    /** What a file holds, and the exit code of printing it: 0 where it is documented to be fine. */
    private record Fixture(ByteSource content, int code, String says) {
        static Fixture refused(String text, String says) {
            return new Fixture(ByteSource.wrap(text.getBytes(UTF_8)), ExitCode.USAGE, says);
        }

        static Fixture fine(String text) {
            return new Fixture(ByteSource.wrap(text.getBytes(UTF_8)), ExitCode.DONE, "");
        }
    }

    private static Map<String, Fixture> fixtures() {
        Map<String, Fixture> all = new LinkedHashMap<>();
        all.put("word of 250,000 letters", Fixture.refused(GOOD + "run.name = " + "x".repeat(250_000), ":2 is longer"));
        all.put("include url", Fixture.refused(GOOD + "include url(\"http://127.0.0.1:1/x\")", ":2: include of"));
        all.put("10,000 nested objects", Fixture.refused(GOOD + "a {".repeat(10_000) + "}".repeat(10_000), ":2 opens"));
        all.put("scalar of 100 MB", Fixture.refused(GOOD + "run.name = " + "x".repeat(100_000_000), "larger than"));
        all.put("binary", new Fixture(ByteSource.wrap(noise()), ExitCode.USAGE, "is not UTF-8"));
        all.put("include of a file outside", Fixture.refused(GOOD + "include file(\"/etc/passwd\")", ":2: include of"));
        all.put("include of the class path", Fixture.refused(GOOD + "include classpath(\"a.conf\")", ":2: include of"));
        all.put("include of itself", Fixture.refused(GOOD + "include \"hostile.conf\"", ":2: include of"));
        all.put("include that is required", Fixture.refused(GOOD + "include required(\"b.conf\")", ":2: include of"));
        all.put("10,000 nested lists", Fixture.refused(GOOD + "a = " + "[".repeat(10_000), ":2 opens"));
        all.put("10,000 nested lines", Fixture.refused(GOOD + "a {\n".repeat(10_000), "opens"));
        all.put("key of 5,000 parts", Fixture.refused(GOOD + "a.".repeat(5_000) + "a = 1", ":2 opens"));
        all.put("key of 2,000 quoted parts", Fixture.refused(GOOD + "\"a b\".".repeat(2_000) + "a = 1", ":2"));
        all.put("lines of 16,000 letters", Fixture.refused(GOOD + ("x".repeat(16_000) + "\n").repeat(16), ":"));
        all.put("keys of 16,000 letters", Fixture.refused(GOOD + ("x".repeat(15_990) + "=1\n").repeat(16), ":2"));
        all.put("lines of 8,000 words", Fixture.refused(GOOD + ("a = " + "x ".repeat(8_000) + "\n").repeat(16), ":"));
        all.put("20,000 unknown keys", Fixture.refused(GOOD + unknownKeys(), "and 19900 more unknown keys"));
        all.put("20,000 times one key", Fixture.fine(GOOD + "run.seed = 1\n".repeat(19_000)));
        all.put("14,000 times one block", Fixture.fine(GOOD + "run { seed = 1 }\n".repeat(14_000)));
        all.put("doubled ten times", Fixture.refused(GOOD + doubled(), "substitutions"));
        all.put("substitution of the value before", Fixture.fine(GOOD + "run.name = ${run.name}${run.name}\n"));
        all.put("substitution of each other", Fixture.refused(GOOD + "a = ${b}\nb = ${a}\n", ":"));
        all.put("quotes that never close", Fixture.refused(GOOD + "\"".repeat(100_001), ":2"));
        all.put("text that never ends", Fixture.refused(GOOD + "a = \"\"\"" + "x\n".repeat(100_000), ":"));
        all.put("backslashes", Fixture.refused(GOOD + ("a = \"" + "\\".repeat(16_000) + "\"\n").repeat(15), ":"));
        all.put("comments", Fixture.fine(GOOD + "# {[\n".repeat(50_000)));
        all.put("byte order mark", Fixture.fine("\uFEFF" + GOOD));
        all.put("byte order mark in the middle", Fixture.refused(GOOD + "\uFEFFrun.seed = 1", ":2"));
        all.put("UTF-16", new Fixture(ByteSource.wrap(GOOD.getBytes(UTF_16)), ExitCode.USAGE, "is not UTF-8"));
        all.put("NUL", Fixture.refused(GOOD + "run.name = a\0b", ":2 has the control character \\u0000"));
        all.put(
                "escape sequence",
                Fixture.refused(GOOD + "run.name = \u001b[2Jx", ":2 has the control character \\u001b"));
        all.put("lone surrogates", Fixture.refused(GOOD + "run.name = \"\\ud800\"", ":2"));
        all.put("direction changed", Fixture.refused(GOOD + "\"\u202ea\" = 1", "\\u202e"));
        return all;
    }

    private static byte[] noise() {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static String unknownKeys() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append('k').append(i).append("=1\n");
        }
        return text.toString();
    }

    private static String doubled() {
        StringBuilder text = new StringBuilder("a0 = " + "x".repeat(1_000) + "\n");
        for (int i = 1; i <= 30; i++) {
            text.append('a')
                    .append(i)
                    .append(" = ${a")
                    .append(i - 1)
                    .append("}${a")
                    .append(i - 1)
                    .append("}\n");
        }
        return text.toString();
    }

    private static PisteProcess.Ended inSmallHeap(Duration limit, List<String> args) {
        List<String> words = new ArrayList<>(
                List.of(PisteProcess.java().toString(), "-Xmx64m", "-jar", PisteProcess.JAR.toString()));
        words.addAll(args);
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await(limit);
        }
    }

    private static void assertLines(String text) {
        assertTrue(
                text.codePoints()
                        .allMatch(c ->
                                c == '\n' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)),
                text);
    }

    @Test
    void c3_hostileFiles_areRefusedInASmallHeap(TestInfo test) throws IOException {
        Path file = temp.resolve("hostile.conf");
        int refused = 0;
        int fine = 0;
        long slowest = 0;
        int number = 0;
        for (Map.Entry<String, Fixture> entry : fixtures().entrySet()) {
            if (number++ % Torture.times(7, 1) != 0) {
                continue;
            }
            Fixture fixture = entry.getValue();
            Files.write(file, fixture.content().read());
            Stopwatch watch = Stopwatch.createStarted();
            PisteProcess.Ended ended = inSmallHeap(LIMIT, List.of("train", file.toString(), "--print-config"));
            slowest = Math.max(slowest, watch.elapsed().toMillis());
            assertEquals(fixture.code(), ended.code(), () -> entry.getKey() + ": " + ended.err());
            ended.with(fixture.code());
            assertLines(ended.err());
            if (fixture.code() == ExitCode.USAGE) {
                assertTrue(
                        ended.err().contains(file + fixture.says())
                                || ended.err().contains(fixture.says()),
                        () -> entry.getKey() + ": " + ended.err());
                assertTrue(ended.err().startsWith("piste: " + file), () -> entry.getKey() + ": " + ended.err());
                assertTrue(ended.err().lines().count() <= 101, () -> entry.getKey() + ": " + ended.err());
                refused++;
            } else {
                assertEquals("", ended.err());
                fine++;
            }
        }
        Torture.seen(
                test,
                "C3",
                String.format(
                        "%d hostile files at -Xmx64m: %d refused by name, %d fine as documented, slowest %d ms with the"
                                + " start of Java; 0 stack traces",
                        refused + fine, refused, fine, slowest));
    }

    @Test
    void c3_endlessFiles_areRefused(TestInfo test) {
        int refused = 0;
        for (String endless : List.of("/dev/zero", "/dev/urandom")) {
            if (Files.exists(Path.of(endless))) {
                PisteProcess.Ended ended =
                        inSmallHeap(LIMIT, List.of("train", endless)).with(ExitCode.USAGE);
                assertTrue(ended.err().startsWith("piste: " + endless + " is larger than"), ended::err);
                refused++;
            }
        }
        Torture.seen(test, "C3", refused + " endless files refused");
    }

    @Test
    void c1_refusedValue_endsWith2BeforeAnythingIsWritten(TestInfo test) throws IOException {
        List<String> keys = List.of(
                "run.seed",
                "data.validation",
                "data.folds",
                "model.kind",
                "model.hidden",
                "train.mode",
                "train.batch-size",
                "train.epochs",
                "train.learning-rate",
                "train.beta2",
                "train.threads",
                "train.stop.time-limit",
                "observe.workers",
                "observe.plots.every",
                "observe.plots.kinds",
                "observe.checkpoint.keep");
        List<String> values = List.of("\"\"", "{ a = 1 }", "[[1]]", "0x10", "NaN", "\"1e-3 \"", "9223372036854775808");
        Path config = temp.resolve("bad.conf");
        Path logs = temp.resolve("logs");
        Random random = new Random(Torture.times(1, 2));
        int times = Torture.times(2, 48);
        for (int i = 0; i < times; i++) {
            String key = keys.get(i % keys.size());
            String value = values.get(random.nextInt(key.equals("train.learning-rate") ? 6 : values.size()));
            Files.writeString(config, GOOD + "run.directory = \"" + logs + "\"\n" + key + " = " + value + "\n");
            PisteProcess.Ended ended = PisteProcess.run("train", config.toString());
            ended.with(ExitCode.USAGE);
            assertTrue(ended.err().startsWith("piste: " + config + ":3: " + key + " = "), ended::err);
            assertTrue(ended.err().contains("; allowed: "), ended::err);
            assertFalse(Files.exists(logs), "a directory was made");
        }
        Torture.seen(test, "C1", times + " processes with a refused value: all ended with 2, 0 files written");
    }

    @Test
    void c2_conflictingPairs_areRefusedByBothNames_orWarnedOf(TestInfo test) {
        List<String> pairs = List.of(
                "2|data.validation=0.2 data.folds=5|data.validation,data.folds",
                "0|train.mode=mini-batch train.batch-size=1000|train.batch-size,272",
                "2|train.gradient=gram train.mode=stochastic|train.gradient,train.mode",
                "2|data.weight=waiting|data.weight,data.target",
                "2|train.stop.patience=3|train.stop.patience,data.validation",
                "2|train.stop.gradient-norm=1 train.mode=stochastic|train.stop.gradient-norm,train.mode",
                "2|train.schedule.decay=1|train.schedule.decay,train.schedule.kind",
                "2|train.schedule.kind=step train.schedule.floor=0.5|train.schedule.floor,train.schedule.kind",
                "2|model.kind=logistic model.loss=huber|model.loss,model.kind",
                "2|model.loss=cross-entropy|model.loss,model.kind",
                "2|data.features=[waiting,eruptions]|data.features,data.target",
                "2|data.categorical=[waiting]|data.categorical,data.target",
                "2|data.synthetic.rows=5|data.synthetic.rows,data.kind",
                "2|data.kind=synthetic|data.path,data.kind",
                "0|train.momentum=0.5|train.momentum,train.rule",
                "0|train.batch-size=5|train.batch-size,train.mode",
                "0|train.order=none|train.order,train.mode",
                "0|model.huber-delta=2|model.huber-delta,model.loss",
                "0|model.hidden=2|model.hidden,model.kind",
                "0|train.epochs=auto train.stop.loss-change=off|2,000 epochs");
        int refused = 0;
        int warned = 0;
        for (int i = 0; i < pairs.size(); i += Torture.times(7, 1)) {
            List<String> parts = Splitter.on('|').splitToList(pairs.get(i));
            List<String> words = new ArrayList<>(List.of("train", "config/train.conf", "--dry-run"));
            Splitter.on(' ').split(parts.get(1)).forEach(setting -> words.addAll(List.of("-s", setting)));
            PisteProcess.Ended ended = PisteProcess.run(words.toArray(String[]::new));
            int code = Integer.parseInt(parts.get(0));
            ended.with(code);
            for (String part : Splitter.on(',').split(parts.get(2).replace("2,000", "2 000"))) {
                String said = code == ExitCode.DONE ? ended.err() + ended.out() : ended.err();
                assertTrue(said.contains(part.replace("2 000", "2,000")), () -> parts + ": " + said);
            }
            refused += code == ExitCode.USAGE ? 1 : 0;
            warned += code == ExitCode.DONE ? 1 : 0;
        }
        Torture.seen(
                test,
                "C2",
                String.format(
                        "%d pairs: %d refused by both names, %d run with a warning or a documented default",
                        refused + warned, refused, warned));
    }

    @Test
    void c4_runName_neverLeavesItsFolder(TestInfo test) throws IOException {
        String[] pieces = {
            "a",
            "run",
            ".",
            "..",
            "/",
            "\\\\",
            "~",
            "-",
            "_",
            " ",
            "%2e",
            "\\u0000",
            "\\n",
            "\u00e9",
            ":",
            "*",
            "$HOME",
            "latest",
            "con",
            "\u2215",
            "\uff0f",
            "\u202e",
            "\\t",
            "x".repeat(60)
        };
        Path root = temp.resolve("root");
        Random random = new Random(4);
        int times = Torture.times(2_000, 50_000);
        int refused = 0;
        int made = 0;
        for (int i = 0; i < times; i++) {
            StringBuilder name = new StringBuilder();
            for (int k = random.nextInt(4); k >= 0; k--) {
                name.append(pieces[random.nextInt(pieces.length)]);
            }
            Optional<String> accepted = acceptedName("run.name=\"" + name + "\"");
            if (accepted.isEmpty()) {
                refused++;
            } else if (made < 200) {
                try (RunDirectory directory = RunDirectory.create(root, accepted.get(), Instant.EPOCH)) {
                    assertEquals(root, directory.path().normalize().getParent(), accepted.get());
                    made++;
                }
            }
        }
        assertTrue(refused > times / 2 && made > 50, refused + " refused, " + made + " made");
        try (Stream<Path> outside = Files.list(temp)) {
            assertEquals(List.of(root), outside.toList());
        }
        Torture.seen(
                test,
                "C4",
                String.format(
                        "%,d names of hostile pieces: %,d refused, of the others %d directories made, 0 outside the folder",
                        times, refused, made));
    }

    private static Optional<String> acceptedName(String option) {
        try {
            return Optional.of(new ConfigReader(Map.of())
                    .read(Optional.empty(), List.of("data.kind=synthetic", option))
                    .config()
                    .run()
                    .name());
        } catch (InvalidConfigException e) {
            return Optional.empty();
        }
    }

    @Test
    void c4_linksInTheFolder_areNotFollowed() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path root = Files.createDirectory(temp.resolve("root"));
        Files.createSymbolicLink(root.resolve("latest"), outside);
        try (RunDirectory directory = RunDirectory.create(root, "a", Instant.EPOCH)) {
            assertEquals(directory.path().toRealPath(), root.resolve("latest").toRealPath());
        }
        Files.createSymbolicLink(root.resolve("b-19700101-000000-000"), outside);
        try (RunDirectory directory = RunDirectory.create(root, "b", Instant.EPOCH)) {
            assertTrue(directory.path().toString().endsWith("-2"), directory.path()::toString);
        }
        try (Stream<Path> files = Files.list(outside)) {
            assertEquals(0, files.count());
        }
    }
}
