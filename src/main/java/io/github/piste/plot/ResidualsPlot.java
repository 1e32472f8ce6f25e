package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;

/**
 * Residuals against predicted values: a good fit leaves a level band without a shape. Dashed lines are two root mean
 * squared residuals away from zero.
 */
final class ResidualsPlot implements Plot {
    @Override
    public String name() {
        return "residuals";
    }

    @Override
    public String caption() {
        return "Residuals";
    }

    @Override
    public boolean applies(PlotData data) {
        return !data.sample().hasClasses() && !data.sample().y().isEmpty();
    }

    @Override
    public Drawing draw(PlotData data) {
        ImmutableDoubleArray predicted = data.sample().predicted();
        double[] residuals = new double[predicted.length()];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double largest = 0;
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = data.sample().y().get(i) - predicted.get(i);
            if (Double.isFinite(residuals[i])) {
                low = Math.min(low, predicted.get(i));
                high = Math.max(high, predicted.get(i));
                largest = Math.max(largest, Math.abs(residuals[i]));
            }
        }
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(data.target() + ", predicted", data.target() + ", actual − predicted")
                .add(
                        FitPlot.rows(data.sample()),
                        Look.DOTS,
                        Ink.BLUE,
                        predicted,
                        ImmutableDoubleArray.copyOf(residuals));
        if (low <= high) {
            ImmutableDoubleArray ends = ImmutableDoubleArray.of(low, high);
            double band = 2 * rootMeanSquare(residuals, largest);
            drawing.add("", Look.THIN, Ink.BLACK, ends, ImmutableDoubleArray.of(0, 0))
                    .add("± 2 RMSE", Look.GUIDE, Ink.VERMILLION, ends, ImmutableDoubleArray.of(band, band))
                    .add("", Look.GUIDE, Ink.VERMILLION, ends, ImmutableDoubleArray.of(-band, -band));
        }
        return drawing;
    }

    /** Of the finite residuals, scaled so that squares do not overflow. */
    private static double rootMeanSquare(double[] residuals, double largest) {
        double sum = 0;
        int n = 0;
        for (double residual : residuals) {
            if (Double.isFinite(residual)) {
                double scaled = largest == 0 ? 0 : residual / largest;
                sum += scaled * scaled;
                n++;
            }
        }
        return largest * Math.sqrt(sum / n);
    }
}
