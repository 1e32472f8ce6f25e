package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Stopwatch;
import io.github.piste.Torture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Expressions nobody types: descended or refused in a real process with a small heap, never a stack that ends. */
@Tag(Torture.TAG)
class HostileExpressionIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path temp;

    /** Each with what is said of it; nothing where it is a function. */
    private static Map<String, String> expressions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("(".repeat(4_999) + "x" + ")".repeat(4_999), "");
        all.put("x+".repeat(60_000) + "x", "the expression has 120001 characters, allowed are 10000");
        all.put("(".repeat(9_999) + "x", "never closed");
        all.put("x^9^9^9^9^9^9", "");
        all.put("x^" + "9".repeat(5_000), "largest number");
        all.put("-".repeat(9_999) + "x", "");
        all.put("sin(".repeat(1_900) + "x" + ")".repeat(1_900), "");
        all.put("x^".repeat(4_999) + "x", "");
        all.put("1e308*1e308*x", "");
        all.put("0/0*x", "");
        all.put("x+1e-" + "9".repeat(4_000), "");
        all.put("max(".repeat(1_600) + "x" + ",1)".repeat(1_600), "");
        return all;
    }

    @Test
    void expressions_areDescendedOrRefused(TestInfo test) {
        int refused = 0;
        int descended = 0;
        long slowest = 0;
        int number = 0;
        for (Map.Entry<String, String> entry : expressions().entrySet()) {
            if (number++ % Torture.times(4, 1) != 0) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of(
                    PisteProcess.java().toString(), "-Xmx64m", "-jar", PisteProcess.JAR.toString(), "minimize"));
            words.addAll(List.of(
                    entry.getKey(),
                    "--start",
                    "1",
                    "--steps",
                    "5",
                    "--directory",
                    temp.resolve("logs").toString()));
            Stopwatch watch = Stopwatch.createStarted();
            PisteProcess.Ended ended;
            try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
                ended = process.await(LIMIT);
            }
            slowest = Math.max(slowest, watch.elapsed().toMillis());
            ended.with(ended.code());
            if (entry.getValue().isEmpty()) {
                assertTrue(
                        ended.code() == ExitCode.DONE
                                || ended.code() == ExitCode.DIVERGED
                                || ended.code() == ExitCode.USAGE,
                        ended::err);
                descended++;
            } else {
                assertEquals(ExitCode.USAGE, ended.code(), ended::err);
                assertTrue(ended.err().contains(entry.getValue()), ended::err);
                assertTrue(ended.err().length() < 1_000, ended::err);
                refused++;
            }
        }
        Torture.seen(
                test,
                "issue 6 part 5",
                String.format(
                        "%d expressions of up to 120,001 characters, 5,000 parentheses, towers of powers, at -Xmx64m: %d"
                                + " refused, %d descended; slowest %d ms with the start of Java; 0 stack traces",
                        refused + descended, refused, descended, slowest));
    }
}
