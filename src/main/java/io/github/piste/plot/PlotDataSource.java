package io.github.piste.plot;

import io.github.piste.train.Snapshot;

/** Knows of a run what a snapshot does not: names, units, the sampled rows and how to predict them. */
@FunctionalInterface
public interface PlotDataSource {
    /**
     * What there is to draw at one moment.
     *
     * @param snapshot the moment
     * @return its pictures' data; called from the workers of several sinks at once, so it must not change anything
     * @throws Exception if it cannot be computed; that picture is skipped then
     */
    PlotData at(Snapshot snapshot) throws Exception;
}
