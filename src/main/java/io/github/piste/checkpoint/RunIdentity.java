package io.github.piste.checkpoint;

import com.google.common.collect.ImmutableSet;

/**
 * Which run a checkpoint belongs to: only with the same configuration and the same data does continuing from it mean
 * anything.
 *
 * <p>Thread-safety: immutable.
 *
 * @param version of the Piste that wrote it
 * @param configuration fingerprint of all that decides the way down
 * @param data fingerprint of the examples
 */
public record RunIdentity(String version, String configuration, String data) {

    /** What two runs can differ in. */
    public enum Difference {
        /** Another Piste: it may continue, but the same bits are promised by the same version only. */
        VERSION,
        /** Another configuration: the state may not even have the same shape. */
        CONFIGURATION,
        /** Other examples: the weights would mean something else. */
        DATA
    }

    /**
     * Compares with another run.
     *
     * @param other the run that wants to continue
     * @return what differs; empty if continuing gives the bits of a run without interruption
     */
    public ImmutableSet<Difference> differencesFrom(RunIdentity other) {
        ImmutableSet.Builder<Difference> differences = ImmutableSet.builder();
        if (!version.equals(other.version)) {
            differences.add(Difference.VERSION);
        }
        if (!configuration.equals(other.configuration)) {
            differences.add(Difference.CONFIGURATION);
        }
        if (!data.equals(other.data)) {
            differences.add(Difference.DATA);
        }
        return differences.build();
    }
}
