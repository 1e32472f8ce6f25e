package io.github.piste.checkpoint;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.sink.CheckpointSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import java.io.IOException;

/**
 * Writes the checkpoints of a run into its store. One whose weights are no longer finite is refused, so that a descent
 * that has come apart inside an epoch never displaces its last good state.
 *
 * <p>Thread-safety: as of {@link CheckpointSink}.
 */
public final class CheckpointFileSink implements CheckpointSink {
    private final CheckpointStore store;
    private final RunIdentity identity;
    private final Cadence cadence;

    /**
     * A sink for one run.
     *
     * @param store where to write
     * @param identity of the run, written into every file
     * @param cadence how often
     */
    public CheckpointFileSink(CheckpointStore store, RunIdentity identity, Cadence cadence) {
        this.store = store;
        this.identity = identity;
        this.cadence = cadence;
    }

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public void accept(Checkpoint checkpoint) throws IOException {
        ImmutableDoubleArray weights = checkpoint.state().get("weights");
        if (weights != null && !weights.stream().allMatch(Double::isFinite)) {
            throw new IOException("the weights of step " + checkpoint.step()
                    + " are no longer finite: not saved, the checkpoint before it is kept");
        }
        store.write(new StoredCheckpoint(identity, checkpoint));
    }
}
