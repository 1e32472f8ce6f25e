package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/** Plain Java: a row at a time, in the order of the rows. */
final class ScalarKernel implements Kernel {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int panelRows(int rows, int features) {
        return 0;
    }

    @Override
    public double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double sum = 0;
        for (int k = from, end; k < to; k = end) {
            end = RowsAhead.readSome(data, list, k, to, scratch);
            sum = sum(loss, data, list, k, end, w, gradient, sum);
        }
        return sum;
    }

    /** Adds rows to a sum that has begun; alone, so that nothing else is in the loop over rows. */
    private static double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            double begun) {
        double sum = begun;
        for (int k = from; k < to; k++) {
            int i = list == null ? k : list[k];
            double z = data.score(i, w);
            double s = data.sampleWeight(i);
            double slope = loss.slope(z, data.y[i]);
            data.addRow(i, slope * s, gradient);
            sum += loss.term(z, data.y[i], slope) * s;
        }
        return sum;
    }

    @Override
    public void scores(
            LinearRows data, int @Nullable [] list, int from, int to, double[] w, double[] scores, Scratch scratch) {
        for (int k = from; k < to; k++) {
            scores[k - from] = data.score(list == null ? k : list[k], w);
        }
    }

    @Override
    public double squares(Scratch tile, int count, double threshold) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double residual = tile.scores[k] - tile.targets[k];
            double slope = Math.max(-threshold, Math.min(residual, threshold));
            sum += slope * (2 * residual - slope) * tile.weights[k];
            tile.scores[k] = slope * tile.weights[k];
        }
        return sum;
    }

    @Override
    public double logistic(Scratch tile, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double z = tile.scores[k];
            double y = tile.targets[k];
            double e = Math.exp(-Math.abs(z));
            sum += LogisticLoss.lossAt(z, y, e) * tile.weights[k];
            tile.scores[k] = LogisticLoss.slopeAt(z, y, e) * tile.weights[k];
        }
        return sum;
    }

    @Override
    public GramSum gram(int d, int p) {
        return new ScalarGram(d, p);
    }

    @Override
    public void widen(float[] values, int at, int count, double[] into, int to) {
        for (int k = 0; k < count; k++) {
            into[to + k] = values[at + k];
        }
    }

    @Override
    public double productsASecond() {
        return 2e9;
    }

    @Override
    public double steps(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            Iterates iterates,
            double sum,
            Scratch scratch) {
        double[] w = iterates.w();
        double[] mean = iterates.mean();
        double total = sum;
        double slope = 0;
        int unread = from;
        for (int k = from; k < to; k++) {
            if (k == unread) {
                unread = RowsAhead.readSome(data, list, k, to, scratch);
            }
            if (k % 2 == 0 && k + 1 == to) {
                System.arraycopy(w, 0, iterates.before(), 0, w.length); // another kernel may go on from here
            }
            int i = list[k];
            double z = data.score(i, w);
            double s = data.sampleWeight(i);
            slope = loss.slope(z, data.y[i]);
            total += loss.term(z, data.y[i], slope) * s;
            slope *= s * loss.factor();
            data.addRow(i, -rate * slope, w);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += iterates.shares()[k - from] * (w[j] - mean[j]);
            }
        }
        data.writeRow(list[to - 1], slope, iterates.gradient(), 0);
        return total;
    }
}
