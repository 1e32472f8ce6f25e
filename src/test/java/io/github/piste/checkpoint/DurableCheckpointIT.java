package io.github.piste.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.files.WatchedFiles;
import io.github.piste.files.WatchedFiles.Kind;
import io.github.piste.files.WatchedFiles.Operation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F10 and F11: in which order a checkpoint comes and older ones go, whatever fails on the way and whenever power does. */
@Tag(Torture.TAG)
@Timeout(240)
class DurableCheckpointIT {
    private static final int SAVES = 6;
    private static final int WEIGHTS = 9_000; // more than one write each

    @TempDir
    private Path temp = Path.of("");

    /** What was done by then, with the last step whose save had returned. */
    private record Done(Operation operation, long saved) {}

    /** A recording of saves from the first to the last; the n-th operation fails. */
    private static final class Recording implements WatchedFiles.Watcher {
        private final List<Done> done = new ArrayList<>();
        private final long failing;
        private final Path run;
        private long operations;
        private long saved;
        private long looked;
        private boolean failed;

        Recording(Path run, long failing) {
            this.run = run;
            this.failing = failing;
        }

        @Override
        public void before(Operation operation) throws IOException {
            if (saved > 0) {
                assertTrue(newestGood(run) >= saved, () -> "before " + operation + " there was less than was saved");
                looked++;
            }
            if (++operations == failing) {
                failed = true;
                throw new IOException("No space left on device");
            }
            done.add(new Done(operation, saved));
        }
    }

    /** Of the checkpoints, all of which must be whole; a store would remove the temporary that is being written. */
    private static long newestGood(Path run) throws IOException {
        long newest = -1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run.resolve("checkpoints"), "*.ckpt")) {
            for (Path file : files) {
                newest = Math.max(newest, CheckpointFile.read(file).checkpoint().step());
            }
        }
        return newest;
    }

    private Recording saves(Path run, int keep, long failing) throws IOException {
        Files.createDirectory(run);
        Recording recording = new Recording(run, failing);
        CheckpointStore store;
        try {
            store = CheckpointStore.open(WatchedFiles.watched(run, recording), keep);
        } catch (IOException e) {
            return recording; // refused before the first step
        }
        for (int step = 1; step <= SAVES; step++) {
            try {
                store.write(Samples.ofStep(step, WEIGHTS));
                recording.saved = step;
            } catch (IOException e) {
                assertTrue(recording.failed, () -> "without a fault: " + e);
            }
        }
        return recording;
    }

    @Test
    void save_forcesFile_moves_forcesFolder_andOnlyThenDeletes(TestInfo test) throws IOException {
        int keep = 2;
        Recording recording = saves(temp.resolve("run"), keep, 0);
        String folder = temp.resolve("run").resolve("checkpoints").toString();
        StringBuilder order = new StringBuilder();
        recording.done.forEach(done -> order.append(letter(done.operation(), folder)));
        String head = "dof"; // the folder is made and forced
        String save = "Ow+FMof";
        String all = order.toString();
        assertTrue(all.matches(head + "(" + save + "){" + keep + "}(" + save + "D){" + (SAVES - keep) + "}"), all);
        Torture.seen(
                test,
                "F10",
                SAVES + " saves, each: write, force the file, move, force the folder, then delete what is older than "
                        + keep + " generations; " + recording.done.size() + " operations in order");
    }

    /** Capital letters for a checkpoint or its temporary, small ones for the folder. */
    private static String letter(Operation operation, String folder) {
        boolean ofFolder = operation.path().toString().equals(folder);
        return switch (operation.kind()) {
            case OPEN -> ofFolder ? "o" : "O";
            case FORCE -> ofFolder ? "f" : "F";
            case WRITE -> "w";
            case MOVE -> "M";
            case DELETE -> "D";
            case MAKE -> "d";
            case TRUNCATE -> "t";
        };
    }

    @Test
    void saveThatFailsAnywhere_neverLeavesLessThanTheLastGoodOne(TestInfo test) throws IOException {
        long looks = 0;
        long runs = 0;
        for (int keep : new int[] {1, 2}) {
            boolean more = true;
            for (long n = 1; more; n += Torture.times(3, 1)) {
                Path run = temp.resolve("keep-" + keep + "-" + n);
                Recording recording = saves(run, keep, n);
                more = recording.failed;
                looks += recording.looked;
                runs++;
                assertTrue(recording.saved == 0 || newestGood(run) >= SAVES - 1);
            }
        }
        assertTrue(runs > 10 && looks > 200);
        Torture.seen(
                test,
                "F11",
                runs + " series of " + SAVES + " saves with keep 1 and 2, one operation failing in each: looked "
                        + looks + " times, 0 times without the last good checkpoint");
    }

    @Test
    void powerCutAnywhere_leavesWhatWasSaved(TestInfo test) throws IOException {
        int cuts = 0;
        for (int keep : new int[] {1, 2}) {
            List<Done> done = saves(temp.resolve("recorded-" + keep), keep, 0).done;
            PowerCuts power = new PowerCuts(temp.resolve("after-" + keep));
            cuts += power.losses(
                    done.size(), i -> done.get(i).operation(), i -> done.get(i).saved());
            assertEquals(List.of(), power.lost());
        }
        assertTrue(cuts > 100, cuts + " cuts");
        Torture.seen(
                test,
                "F10",
                cuts + " power cuts in a model of a disk that forgets what was not forced: 0 times without the last"
                        + " saved checkpoint");
    }

    /** Without forcing anything the same model loses checkpoints: it would have shown a save that does not force. */
    @Test
    void powerCut_afterSavesThatForceNothing_losesSome() throws IOException {
        List<Done> unforced = saves(temp.resolve("recorded"), 2, 0).done.stream()
                .filter(done -> done.operation().kind() != Kind.FORCE)
                .toList();
        PowerCuts power = new PowerCuts(temp.resolve("after"));
        power.losses(unforced.size(), i -> unforced.get(i).operation(), i -> unforced.get(i)
                .saved());
        assertTrue(!power.lost().isEmpty());
    }
}
