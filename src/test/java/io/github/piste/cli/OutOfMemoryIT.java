package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A training thread that finds no memory. */
@Tag(Torture.TAG)
class OutOfMemoryIT {
    @TempDir
    private Path temp;

    private static String[] job(Path folder) {
        return SyntheticJob.in(
                folder,
                "mini-batch",
                "model.kind=mlp",
                "model.hidden=100",
                "data.synthetic.features=300",
                "data.synthetic.rows=400",
                "train.rule=adam",
                "train.epochs=60",
                "observe.checkpoint.every=50 steps",
                "observe.plots.kinds=[loss]");
    }

    @Test
    void trainingThreadWithoutMemory_endsWithAMessage_andItsCheckpointIsIntact(TestInfo test) throws IOException {
        RunFiles whole = Chain.whole(temp.resolve("whole"), OutOfMemoryIT::job);
        Path folder = temp.resolve("hungry");
        List<String> words = new ArrayList<>(List.of(folder.toString()));
        words.addAll(Arrays.asList(job(folder)));
        try (PisteProcess process = PisteProcess.startProgram(HungryProgram.class, words.toArray(String[]::new))) {
            PisteProcess.Ended ended = process.await();
            assertEquals(ExitCode.INTERNAL, ended.code(), ended.out() + ended.err());
            assertTrue(ended.err().contains("piste: out of memory"), ended::err);
            assertFalse(ended.err().contains("\tat io.github.piste"), ended::err);
        }
        RunFiles run = RunFiles.onlyOf(folder);
        LatestCheckpoint latest = CheckpointStore.open(run.path(), 2).latest();
        assertEquals(List.of(), latest.refused());
        long step = latest.found().orElseThrow().checkpoint().step();
        assertTrue(step < whole.newestCheckpoint(), "there was nothing left to do");
        PisteProcess.run("train", "--resume", run.path().toString()).with(ExitCode.DONE);
        run.assertEndedLike(whole);
        Torture.seen(
                test,
                "P5",
                "heap of 64 MB taken by another thread: exit 1 and a message, checkpoint of step " + step
                        + " intact, resumed to the same bits");
    }
}
