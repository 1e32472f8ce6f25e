package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The weights over the epochs, in original units: the largest in colour, the others in grey behind them. */
final class WeightsPlot implements Plot {
    /** More grey lines than this would be one grey area. */
    private static final int MOST_LINES = 100;

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public String caption() {
        return "Weights";
    }

    @Override
    public boolean applies(PlotData data) {
        return !data.weightNames().isEmpty();
    }

    @Override
    public Drawing draw(PlotData data) {
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.time(data), Words.isFunction(data) ? "coordinate" : "weight (original units)");
        ImmutableDoubleArray epochs = data.history().epochs();
        if (epochs.isEmpty()) {
            return drawing;
        }
        int tracked = data.history().tracked();
        List<ImmutableDoubleArray> paths =
                IntStream.range(0, tracked).mapToObj(data.history()::weight).toList();
        List<Integer> largestFirst = IntStream.range(0, tracked)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -size(paths.get(j))))
                .toList();
        int coloured = Math.min(tracked, Ink.DISTINCT);
        int shown = Math.min(tracked, MOST_LINES);
        for (int k = shown - 1; k >= coloured; k--) {
            boolean named = k == shown - 1;
            String name = named ? (tracked - coloured) + " smaller weights" : "";
            drawing.add(name, Look.THIN, Ink.LIGHT, epochs, paths.get(largestFirst.get(k)));
        }
        // In the order of their names' columns, so that colours stay while sizes change places.
        List<Integer> inOrder =
                largestFirst.subList(0, coloured).stream().sorted().toList();
        for (int k = 0; k < coloured; k++) {
            int j = inOrder.get(k);
            drawing.add(data.weightNames().get(j), Look.LINE, Ink.of(k), epochs, paths.get(j));
        }
        return drawing;
    }

    /** The latest size that can be drawn. */
    private static double size(ImmutableDoubleArray path) {
        for (int i = path.length() - 1; i >= 0; i--) {
            if (Double.isFinite(path.get(i))) {
                return Math.abs(path.get(i));
            }
        }
        return 0;
    }
}
