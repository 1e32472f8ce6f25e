package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.piste.TestData;
import io.github.piste.Torture;
import io.github.piste.fuzz.FuzzMain;
import io.github.piste.fuzz.FuzzTarget;
import io.github.piste.fuzz.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rubbish for every parser, in processes of their own: a value or the documented line, quickly and in little memory. */
@Tag(Torture.TAG)
class ParserFuzzIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    /** Promised is a second; a busy machine may stop a process for longer. */
    private static final long SLOWEST_MILLIS = 5_000;

    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

    @TempDir
    private Path temp;

    /** Words that start a class of the tests. */
    private static List<String> java(String heap, Parser parser, Class<?> main) {
        Path examples = TestData.folder();
        List<String> words = new ArrayList<>(List.of(
                PisteProcess.java().toString(),
                "-Xmx" + heap,
                "-Djava.awt.headless=true",
                "-Dpiste.fuzz.parser=" + parser,
                "-cp",
                System.getProperty("java.class.path")));
        if (Files.isDirectory(examples)) {
            words.add(1, "-D" + Parser.EXAMPLES + "=" + examples);
        }
        words.add(main.getName());
        return words;
    }

    private static PisteProcess.Ended run(List<String> words) {
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await(LIMIT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIGURATION, 300, 10000, 16000",
        "TABLE, 1000, 50000, 16000",
        "CHECKPOINT, 2000, 100000, 1000",
        "MODEL, 1000, 50000, 16000",
        "HISTORY, 1000, 50000, 4000",
        "EXPRESSION, 3000, 200000, 64000",
    })
    void mutations_giveAValueOrTheDocumentedLine(
            Parser parser, int quick, int full, long mostKilobytes, TestInfo test) {
        int count = Torture.times(quick, full);
        List<String> words = java("64m", parser, FuzzMain.class);
        words.addAll(List.of(parser.toString(), Integer.toString(count), "20261121", temp.toString()));
        PisteProcess.Ended ended = run(words);
        assertEquals(0, ended.code(), () -> ended.out() + ended.err());
        String out = ended.out();
        long inputs = count("inputs", out);
        long accepted = count("accepted", out);
        assertTrue(inputs > count && accepted > 0 && accepted < inputs, ended::out);
        assertTrue(count("slowest-ms", out) < SLOWEST_MILLIS, ended::out);
        assertTrue(count("largest-kB", out) < mostKilobytes, ended::out);
        boolean hasChecksum = parser == Parser.CHECKPOINT || parser == Parser.HISTORY;
        if (hasChecksum) {
            assertEquals(0, count("damaged-accepted", out), ended::out);
        }
        Torture.seen(
                test,
                row(parser),
                String.format(
                        "%s at -Xmx64m: %,d inputs, %,d taken, %,d refused in the documented way,"
                                + " 0 others; slowest %d ms, largest allocation %,d kB%s",
                        parser,
                        inputs,
                        accepted,
                        inputs - accepted,
                        count("slowest-ms", out),
                        count("largest-kB", out),
                        hasChecksum
                                ? String.format(
                                        "; %,d flips, cuts and lengths without a new checksum: %d taken",
                                        count("damaged", out), count("damaged-accepted", out))
                                : ""));
    }

    /** Only the profile has the fuzzer that finds its way by what an input makes the parser do. */
    @ParameterizedTest
    @EnumSource
    void inputsFoundByCoverage_giveAValueOrTheDocumentedLine(Parser parser, TestInfo test) throws IOException {
        assumeTrue(hasJazzer(), "skipped: Jazzer comes with the profile: mvn -P torture verify");
        List<String> prepare = java("256m", parser, FuzzTarget.class);
        prepare.add(temp.toString());
        PisteProcess.Ended prepared = run(prepare);
        assertEquals(0, prepared.code(), prepared::err);
        Path corpus = Files.createDirectory(temp.resolve("corpus"));
        Path findings = Files.createDirectories(FuzzMain.FINDINGS);
        List<String> words = java("512m", parser, FuzzTarget.class);
        words.set(words.size() - 1, JAZZER);
        words.addAll(List.of(
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=io.github.piste.**:com.typesafe.config.**:de.siegmar.fastcsv.**"
                        + ":net.objecthunter.exp4j.**:com.google.gson.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings.resolve(parser + "-"),
                "-max_total_time=" + Torture.times(2, 15),
                "-max_len=16384",
                "-timeout=10",
                "-seed=20261121",
                "-dict=" + temp.resolve("words"),
                "-print_final_stats=1",
                "-use_value_profile=1",
                corpus.toString(),
                temp.resolve("seeds").toString()));
        PisteProcess.Ended ended = run(words);
        assertEquals(0, ended.code(), () -> ended.out() + ended.err());
        long executed = last(EXECUTED, ended.err());
        assertTrue(executed > 1_000, ended::err);
        Torture.seen(
                test,
                row(parser),
                String.format(
                        "%s, guided by coverage: %,d inputs, %,d edges covered, 0 findings",
                        parser, executed, last(COVERED, ended.err())));
    }

    private static boolean hasJazzer() {
        try {
            Class.forName(JAZZER, false, ParserFuzzIT.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static long count(String name, String text) {
        Matcher matcher =
                Pattern.compile("(?:^| )" + name + "=(\\d+)", Pattern.MULTILINE).matcher(text);
        assertTrue(matcher.find(), text);
        return Long.parseLong(matcher.group(1));
    }

    private static long last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        long value = 0;
        while (matcher.find()) {
            value = Long.parseLong(matcher.group(1));
        }
        return value;
    }

    private static String row(Parser parser) {
        return switch (parser) {
            case CONFIGURATION -> "C3";
            case TABLE -> "D1 to D7";
            case CHECKPOINT -> "F6";
            case MODEL -> "S1";
            case HISTORY, EXPRESSION -> "issue 6 part 5";
        };
    }
}
