package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
}
