package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.LoadedData;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.RunConfig;
import io.github.piste.train.Control;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrainingRunTest {
    /** So many rows that their optimum takes many times as long as a descent that is stopped before its first step. */
    private static TrainingRun large(Control control) {
        RunConfig config = new ConfigReader(Map.of())
                .read(
                        Optional.empty(),
                        List.of(
                                "run.name=alone",
                                "data.kind=synthetic",
                                "data.synthetic.rows=1000000",
                                "data.synthetic.features=8",
                                "train.gradient=streaming"))
                .config();
        LoadedData data = DataLoader.load(config, bytes -> {});
        RunRequest request = new RunRequest(
                config, RunPlace.NOWHERE, ImmutableList.of(), ImmutableList.of(), control, ImmutableList.of());
        return TrainingRun.takingOver(request, data.dataset(), DataSummary.of(data));
    }

    @Test
    void stoppedRun_leavesNoThreadThatLooksForItsOptimum() throws InterruptedException {
        Control control = new Control();
        TrainingRun run = large(control);
        control.requestStop();
        run.run();
        assumeFalse(run.problem().optimum().isSolved(), "it was found before the run had ended");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("piste-alone-optimum")) {
                thread.join();
            }
        }
        assertFalse(run.problem().optimum().isSolved());
    }

    @Test
    void finishedRun_waitsForItsOptimum() {
        TrainingRun run = large(new Control());
        assertTrue(run.run().optimum().isPresent());
    }
}
