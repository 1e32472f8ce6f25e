package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Trail;
import io.github.piste.train.History;
import io.github.piste.train.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several descents in the same pictures: each shows those that ended before it.
 *
 * <p>Thread-safety: safe; one thread begins and ends descents, workers ask for what there is to draw.
 */
public final class Comparison implements PlotDataSource {
    private final List<Trail> ended = new ArrayList<>();
    private String label = "";
    private @Nullable PlotDataSource current;

    /** No descent yet. */
    public Comparison() {}

    /**
     * Begins the next descent.
     *
     * @param its what sets it apart
     * @param pictures what there is to draw of it alone
     */
    public synchronized void begin(String its, PlotDataSource pictures) {
        label = its;
        current = pictures;
    }

    /**
     * Ends the descent that began last; the next ones show it.
     *
     * @param history its way
     */
    public synchronized void end(History history) {
        ended.add(new Trail(label, history));
    }

    @Override
    public PlotData at(Snapshot snapshot) throws Exception {
        PlotDataSource source;
        ImmutableList<Trail> others;
        String its;
        synchronized (this) {
            source = current;
            others = ImmutableList.copyOf(ended);
            its = label;
        }
        if (source == null) {
            throw new IllegalStateException("no descent has begun");
        }
        PlotData alone = source.at(snapshot);
        return new PlotData(
                alone.title(),
                alone.model(),
                alone.loss(),
                alone.target(),
                alone.weightNames(),
                alone.history(),
                its,
                others,
                alone.sample(),
                alone.landscape(),
                alone.optimum(),
                alone.state());
    }
}
