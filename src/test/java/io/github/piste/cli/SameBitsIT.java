package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.piste.Torture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen of a run never changes a bit of its result. */
class SameBitsIT {
    private static final Map<String, List<String>> SIGHTS = Map.of(
            "all-1-worker",
            List.of(
                    "observe.workers=1",
                    "observe.plots.every=10ms",
                    "observe.metrics.every=1000 steps",
                    "observe.log.every=10ms",
                    "observe.checkpoint.every=10ms"),
            "all-4-workers",
            List.of(
                    "observe.workers=4",
                    "observe.plots.every=5 epochs",
                    "observe.metrics.every=1 epoch",
                    "observe.metrics.overflow=block",
                    "observe.log.every=1 epoch",
                    "observe.checkpoint.every=1 epoch"),
            "none",
            List.of(
                    "observe.plots.enabled=false",
                    "observe.metrics.every=1000000000 epochs",
                    "observe.log.every=7d",
                    "observe.checkpoint.enabled=false"));

    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({"batch, 1500, momentum, false", "mini-batch, 100, adam, true", "stochastic, 30, sgd, true"})
    void sameTraining_whateverIsSeenOfIt_hasTheSameCoefficientsToTheBit(
            String mode, String epochs, String rule, String averaging) {
        Map<String, Map<String, Long>> bits = new TreeMap<>();
        SIGHTS.forEach((name, sight) -> {
            List<String> settings = new ArrayList<>(sight);
            settings.addAll(List.of("train.epochs=" + epochs, "train.rule=" + rule, "train.averaging=" + averaging));
            PisteProcess.run(SyntheticJob.in(temp.resolve(name), mode, settings.toArray(String[]::new)))
                    .with(ExitCode.DONE);
            bits.put(name, RunFiles.onlyOf(temp.resolve(name)).modelBits());
        });
        Collection<Map<String, Long>> results = bits.values();
        assertEquals(3, results.size());
        assertEquals(1, results.stream().distinct().count(), bits::toString);
    }

    /** One way to run the same training. */
    private record Way(String heap, int threads, int workers, String plots, boolean sinks) {
        List<String> settings() {
            List<String> settings = new ArrayList<>(List.of(
                    "train.threads=" + threads,
                    "observe.workers=" + workers,
                    "observe.plots.enabled=" + !plots.equals("off"),
                    "observe.plots.every=" + (plots.equals("off") ? "1s" : plots)));
            settings.addAll(
                    sinks
                            ? List.of("observe.metrics.every=1 steps", "observe.log.every=10ms")
                            : List.of("observe.metrics.every=1000000 epochs", "observe.checkpoint.enabled=false"));
            return settings;
        }
    }

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        List<String> heaps = List.of("48m", "96m", "1g", "400m");
        List<String> plots = List.of("off", "10ms", "1 epoch", "1s", "7 epochs");
        for (int i = 0; i < 20; i++) { // every value meets most of the others
            ways.add(new Way(heaps.get(i % 4), 1 + i % 3, 1 + i % 7, plots.get(i % 5), i % 2 == 0));
        }
        return ways.subList(0, Torture.times(4, 20));
    }

    private Map<String, Long> run(Way way, String mode, String folder) {
        List<String> settings = new ArrayList<>(way.settings());
        settings.addAll(List.of(
                "data.synthetic.rows=20000",
                "train.epochs=" + (mode.equals("batch") ? 200 : 5),
                "data.validation=0.1"));
        List<String> words = new ArrayList<>(
                List.of(PisteProcess.java().toString(), "-Xmx" + way.heap(), "-jar", PisteProcess.JAR.toString()));
        words.addAll(List.of(SyntheticJob.in(temp.resolve(folder), mode, settings.toArray(String[]::new))));
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            process.await().with(ExitCode.DONE);
        }
        return RunFiles.onlyOf(temp.resolve(folder)).modelBits();
    }

    /** N9. */
    @Test
    @Tag(Torture.TAG)
    void sameSeed_whateverThreadsSinksPlotsAndHeap_hasTheSameCoefficientsToTheBit(TestInfo test) {
        int processes = 0;
        List<String> modes = List.of("batch", "stochastic", "mini-batch");
        for (String mode : modes.subList(0, Torture.times(1, 3))) {
            Map<Map<String, Long>, List<Way>> byBits = new HashMap<>();
            for (Way way : ways()) {
                byBits.computeIfAbsent(run(way, mode, mode + processes), bits -> new ArrayList<>())
                        .add(way);
                processes++;
            }
            assertEquals(1, byBits.size(), byBits::toString);
        }
        Torture.seen(
                test,
                "N9",
                processes + " processes over " + ways().size()
                        + " ways to run the same training (threads, workers, plot"
                        + " intervals, sinks on or off, heaps of 48 MB to 1 GB) in " + modes.size()
                        + " modes: the same coefficients to the bit in each mode");
    }
}
