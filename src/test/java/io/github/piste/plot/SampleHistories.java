package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import java.util.stream.Stream;

/** A history of each kind. */
public final class SampleHistories {
    private SampleHistories() {}

    /** The files of all of them, a small one first. */
    public static ImmutableList<byte[]> all() {
        return Stream.of(
                        Runs.losses(3, 2),
                        Runs.oldFaithful(0.02, 2, "running"),
                        Laboratory.classes(2, 1),
                        Laboratory.classes(3, 2),
                        Laboratory.rates())
                .map(HistoryFile::encode)
                .collect(ImmutableList.toImmutableList());
    }
}
