package io.github.piste.train;

/** Somebody who wants to see snapshots. */
@FunctionalInterface
public interface SnapshotListener {
    /**
     * Looks at one moment.
     *
     * @param snapshot immutable, may be kept
     * @throws Exception whatever goes wrong; what follows from it depends on where the listener was registered
     */
    void onSnapshot(Snapshot snapshot) throws Exception;
}
