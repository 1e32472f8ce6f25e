package io.github.piste.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that steer a terminal, forge a log line or are markup: they stay text on the terminal, in the log and on the page. */
@Tag(Torture.TAG)
class HostileNamesIT {
    private static final String FORGED = "2026-11-21T00:00:00.000 ERROR [main] forged";
    private static final List<String> COLUMNS = List.of(
            "<img src=x onerror=alert(1)>",
            "red\u001b[31m",
            "new\n" + FORGED,
            "\u202ereversed",
            "c1\u009b2J\u0007\b",
            "</title><script>alert(2)</script>{{facts}}");
    private static final List<String> TAME = List.of("a", "b", "c", "d", "e", "y");
    private static final Pattern LOG_LINE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*");
    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][^\\s>]*)((?:[^>\"]|\"[^\"]*\")*)>");

    @TempDir
    private Path temp;

    /** A table of these columns whose fourth depends on the third, and of two classes if there are names for them. */
    private Path table(String name, List<String> columns, List<String> classes) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < columns.size(); j++) {
            text.append(j == 0 ? "" : ",").append('"').append(columns.get(j)).append('"');
        }
        text.append('\n');
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            int c = random.nextInt(50);
            text.append(random.nextInt(50))
                    .append(',')
                    .append(random.nextInt(50))
                    .append(',')
                    .append(c);
            text.append(',')
                    .append(2 * c)
                    .append(',')
                    .append(random.nextInt(50))
                    .append(',');
            text.append(classes.isEmpty() ? Integer.toString(i + c) : '"' + classes.get(i % 2) + '"')
                    .append('\n');
        }
        return Files.writeString(temp.resolve(name), text);
    }

    private PisteProcess.Ended train(Path data, Path logs, String model) {
        return PisteProcess.run(
                "train",
                "-s",
                "data.path=" + data,
                "-s",
                "data.target=6",
                "-s",
                "model.kind=" + model,
                "-s",
                "train.learning-rate=0.01",
                "-s",
                "train.epochs=50",
                "-s",
                "run.directory=" + logs);
    }

    private static void assertHarmless(String text) {
        assertTrue(
                text.codePoints()
                        .allMatch(c ->
                                c == '\n' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)),
                () -> text.replace("\u001b", "<ESC>"));
        assertTrue(text.lines().noneMatch(line -> line.startsWith(FORGED)), text);
    }

    @ParameterizedTest
    @CsvSource({"linear, false", "softmax, true"})
    void s2s3_columnAndClassNames_stayTextEverywhere(String model, boolean named, TestInfo test) throws IOException {
        List<String> classes = named
                ? List.of("\u001b]0;title\u0007<b>\u202e", "y\n" + FORGED + "</h1><script>x</script>")
                : List.of();
        Path logs = temp.resolve("<b>logs");
        PisteProcess.Ended ended =
                train(table("hostile.csv", COLUMNS, classes), logs, model).with(ExitCode.DONE);
        assertHarmless(ended.out());
        assertHarmless(ended.err());
        RunFiles run = RunFiles.onlyOf(logs);
        List<String> log = Files.readAllLines(run.file("train.log"));
        assertFalse(log.isEmpty());
        log.forEach(HostileNamesIT::assertHarmless);
        assertTrue(log.stream().allMatch(line -> LOG_LINE.matcher(line).matches()), log::toString);
        JsonObject saved = run.json("model.json");
        assertTrue(saved.toString().contains("onerror"), saved::toString);
        run.json("run.json");

        train(table("tame.csv", TAME, named ? List.of("no", "yes") : List.of()), temp.resolve("tame"), model)
                .with(ExitCode.DONE);
        RunFiles tame = RunFiles.onlyOf(temp.resolve("tame"));
        List<String> tags = tags(Files.readString(tame.file("index.html")));
        assertTrue(tags.size() > 30, tags::toString);
        assertEquals(tags, tags(Files.readString(run.file("index.html"))), "the page has other tags");
        assertEquals(pictures(tame), pictures(run));
        int drawn = 0;
        for (String picture : pictures(run)) {
            RunFiles.decode(Files.readAllBytes(run.file(picture)));
            drawn++;
        }

        Path data = temp.resolve("hostile.csv");
        for (String[] words : new String[][] {
            {"evaluate", run.file("model.json").toString(), data.toString()},
            {
                "predict",
                run.file("model.json").toString(),
                data.toString(),
                "--out",
                temp.resolve("out.csv").toString()
            },
            {"train", "-s", "data.path=" + data, "-s", "data.target=6", "--dry-run"},
            {
                "evaluate",
                run.file("model.json").toString(),
                temp.resolve("tame.csv").toString()
            },
            {"runs", logs.toString()},
        }) {
            PisteProcess.Ended said = PisteProcess.run(words);
            said.with(said.code());
            assertHarmless(said.out());
            assertHarmless(said.err());
        }
        Torture.seen(
                test,
                "S2, S3",
                String.format(
                        "%s model of %d columns and %d classes with hostile names: 0 control characters on the terminal and"
                                + " in %d log lines, 0 forged lines; %d tags of the page as with tame names, %d pictures"
                                + " whole",
                        model, COLUMNS.size(), classes.size(), log.size(), tags.size(), drawn));
    }

    private static List<String> pictures(RunFiles run) throws IOException {
        return run.all().stream().filter(name -> name.endsWith(".png")).toList();
    }

    /** The tags of a page and the names of their attributes; scripts and styles are as they are in the program. */
    private static List<String> tags(String html) {
        List<String> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(html.replaceAll("(?s)<style>.*?</style>", "<style></style>"));
        while (tag.find()) {
            tags.add(tag.group(1) + tag.group(2).replaceAll("\"[^\"]*\"", ""));
        }
        return tags;
    }

    @Test
    void s2_pathsAndArguments_reachTheTerminalHarmless(TestInfo test) throws IOException {
        String evil = "evil\u001b[31m\n" + FORGED + "\u009b\u202e";
        Path model = temp.resolve("model.json");
        Files.writeString(model, "{\"format\": 1, \"kind\": \"\\u001b[31m\\n" + FORGED + "\"}");
        Path run = Files.createDirectories(temp.resolve("runs").resolve(evil));
        Files.writeString(
                run.resolve("run.json"),
                "{\"state\": \"\\u001b[31mX\\n" + FORGED + "\", \"loss\": 1e999, \"seconds\": -1}");
        Files.createDirectories(temp.resolve("runs/deep"));
        Files.writeString(temp.resolve("runs/deep/run.json"), "[".repeat(1_000_000));
        Path directory = Files.createDirectory(temp.resolve(evil));
        Files.writeString(directory.resolve("config.conf"), "run.seed = \u001b\n");
        Path data = Files.writeString(temp.resolve(evil + ".csv"), "a,b\n1,2\n3,x\n");
        String sample = "config/samples/old-faithful.csv";
        String[][] all = {
            {"runs", temp.resolve("runs").toString()},
            {"runs", directory.toString()},
            {"runs", evil},
            {"train", evil},
            {"train", "--resume", directory.toString()},
            {"train", "config/train.conf", "-s", "data.path=" + data},
            {"train", "config/train.conf", "-s", "run.directory=" + directory},
            {"train", "config/train.conf", "-s", "run.name=" + evil},
            {"train", "config/train.conf", "-s", evil + "=1"},
            {"train", "config/train.conf", "-s", "data.target=\u202ex", "--print-config"},
            {"train", "config/train.conf", "-s", "data.target=\u202ex", "--dry-run"},
            {"train", "--" + evil},
            {evil},
            {"evaluate", model.toString(), sample},
            {"evaluate", evil, evil},
            {"predict", model.toString(), sample, "--out", evil},
            {"compare", "config/train.conf", evil + "=1,2"},
            {"compare", "config/train.conf", "train.mode=" + evil + ",batch"},
            {"sweep", "config/train.conf", evil},
            {"minimize", evil},
            {"minimize", "x^2", "--start", evil},
            {"minimize", "x^2", "--start", "3", "--learning-rate", evil},
            {"check-gradient", evil, "--at", "1"},
            {"nist", evil},
        };
        int said = 0;
        for (int i = 0; i < all.length; i += Torture.times(6, 1)) {
            PisteProcess.Ended ended = PisteProcess.run(all[i]);
            ended.with(ended.code());
            assertTrue(ended.code() != ExitCode.INTERNAL, () -> ended.out() + ended.err());
            assertHarmless(ended.out());
            assertHarmless(ended.err());
            said++;
        }
        Torture.seen(
                test,
                "S2",
                said
                        + " commands with escape sequences, forged lines and reversed text in paths, options and files: 0 of"
                        + " them reach the terminal, 0 stack traces");
    }

    @Test
    void s2_predictionsIntoAHostilePath_areNamedHarmlessly() throws IOException {
        Path logs = temp.resolve("logs");
        train(table("tame.csv", TAME, List.of()), logs, "linear").with(ExitCode.DONE);
        Path out = temp.resolve("out\u001b[31m\n" + FORGED + ".csv");
        PisteProcess.Ended ended = PisteProcess.run(
                        "predict",
                        RunFiles.onlyOf(logs).file("model.json").toString(),
                        temp.resolve("tame.csv").toString(),
                        "--out",
                        out.toString())
                .with(ExitCode.DONE);
        assertHarmless(ended.out());
        assertEquals(61, Files.readString(out, UTF_8).lines().count());
    }
}
