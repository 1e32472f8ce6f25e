package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Sample;
import io.github.piste.plot.Trail;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final History WAY = History.of(List.of(), new double[0][]);
    private static final Snapshot SNAPSHOT =
            new Snapshot(new Scalars(1, 1, 1, 1, 1, 1, 1), ImmutableDoubleArray.of(), WAY, Optional.empty());

    private static PlotDataSource alone(String model) {
        Sample sample = Sample.of(ImmutableDoubleArray.of(), ImmutableDoubleArray.of());
        return snapshot -> new PlotData(
                "title",
                model,
                "loss",
                "y",
                ImmutableList.of(),
                WAY,
                "",
                ImmutableList.of(),
                sample,
                null,
                0,
                "running");
    }

    private static List<String> labels(PlotData data) {
        return data.others().stream().map(Trail::label).toList();
    }

    /** A worker that was given up may come back while the next descent goes on. */
    @Test
    void sourceOfAnEarlierDescent_keepsItsOwnLabelAndTrails() throws Exception {
        Comparison comparison = new Comparison();
        PlotDataSource first = comparison.next("batch", alone("one"));
        comparison.end("batch", WAY);
        PlotDataSource second = comparison.next("stochastic", alone("two"));
        comparison.end("stochastic", WAY);

        PlotData late = first.at(SNAPSHOT);
        assertEquals("batch", late.label());
        assertEquals("one", late.model());
        assertEquals(List.of(), labels(late));
        PlotData now = second.at(SNAPSHOT);
        assertEquals("stochastic", now.label());
        assertEquals("two", now.model());
        assertEquals(List.of("batch"), labels(now));
    }

    @Test
    void stateOfSeveral_isDivergedOnlyIfAllAre() {
        RunState bad = RunState.DIVERGED;
        assertEquals(bad, RunState.of(List.of(bad, bad)));
        assertEquals(RunState.FINISHED, RunState.of(List.of(bad, RunState.FINISHED, bad)));
        assertEquals(RunState.STOPPED, RunState.of(List.of(RunState.FINISHED, RunState.STOPPED)));
        assertEquals(RunState.STOPPED, RunState.of(List.of()));
    }
}
