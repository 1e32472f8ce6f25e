package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Trail;
import io.github.piste.train.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Several descents in the same pictures: each shows those that ended before it.
 *
 * <p>Thread-safety: one thread begins and ends descents; what it hands out is immutable, so that a worker which comes late
 * still draws the descent that it was given.
 */
public final class Comparison {
    private final List<Trail> ended = new ArrayList<>();

    /** No descent yet. */
    public Comparison() {}

    /**
     * What there is to draw of the next descent.
     *
     * @param label what sets it apart
     * @param alone what there is to draw of it alone
     * @return the same with those that have ended
     */
    public PlotDataSource next(String label, PlotDataSource alone) {
        ImmutableList<Trail> before = ImmutableList.copyOf(ended);
        return snapshot -> together(label, alone.at(snapshot), before);
    }

    /**
     * Ends a descent; the next ones show it.
     *
     * @param label what sets it apart
     * @param history its way
     */
    public void end(String label, History history) {
        ended.add(new Trail(label, history));
    }

    private static PlotData together(String label, PlotData alone, ImmutableList<Trail> before) {
        return new PlotData(
                alone.title(),
                alone.model(),
                alone.loss(),
                alone.target(),
                alone.weightNames(),
                alone.history(),
                label,
                before,
                alone.sample(),
                alone.landscape(),
                alone.optimum(),
                alone.state());
    }
}
