package io.github.piste.cli;

import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.StoredCheckpoint;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** A process that saves one checkpoint when it is told to, with everything that Java itself needs for it loaded before. */
final class SaveOnce {
    private SaveOnce() {}

    /** Takes the run directory that has the checkpoint, one to practise in, and the one to save it in. */
    public static void main(String[] args) throws IOException {
        StoredCheckpoint stored =
                CheckpointStore.open(Path.of(args[0]), 1).latest().found().orElseThrow();
        CheckpointStore practice = CheckpointStore.open(Path.of(args[1]), 1);
        Checkpoint state = stored.checkpoint();
        for (int i = 0; i < 3; i++) {
            practice.write(new StoredCheckpoint(
                    stored.identity(),
                    new Checkpoint(
                            state.step() + i, state.epoch(), state.position(), state.elapsedNanos(), state.state())));
        }
        CheckpointStore store = CheckpointStore.open(Path.of(args[2]), 2);
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IOException("nobody told it to save");
        }
        store.write(stored);
    }
}
