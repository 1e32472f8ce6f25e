package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * All rows {@code x_i} of a data set, wherever they are, and what can be said about all of them.
 *
 * <p>Of data in memory all rows are at hand, and nothing is copied; of others a copy of the part that was asked for last,
 * or that {@link #next} has come to. Row or position {@code k} of what was asked for is row {@code k - at.first()} of
 * what is at hand. No sum begins anew with a part, so that the bits are the same wherever the rows are.
 *
 * <p>Shapes: rows {@code [n x d]}; an intercept counts as a last column of ones. Thread-safety: belongs to one thread.
 */
final class AllRows {
    /** 1.25 MB: what a second cache holds while it is read more than once. */
    private static final int PART_VALUES = 160 * 1024;

    private static final int MOST_PART_ROWS = 1 << 13;

    final int n;
    final int d;
    final ImmutableList<String> featureNames;
    private final Dataset data;
    private final boolean intercept;
    /** Rows of a panel; 0 without panels. */
    private int panel;

    private double @Nullable [] gram;
    private OptionalDouble largestSquaredNorm = OptionalDouble.empty();

    /** The rows at hand: all, or a part. */
    final LinearRows at;
    /** Where the row that {@link #next} has come to is among them. */
    int row;
    /** Its number among all rows, or its position in the list. */
    int k;

    private int @Nullable [] list;
    private int @Nullable [] places;
    private int upcoming;
    private int last;
    private int partEnd;

    AllRows(Dataset data, boolean intercept) {
        this.n = data.rows();
        this.d = data.features();
        this.featureNames = data.featureNames();
        this.data = data;
        this.intercept = intercept;
        this.at = data.isInMemory() ? new LinearRows(data, intercept) : LinearRows.part(data, intercept);
    }

    /** The same for another thread. */
    AllRows another() {
        return data.isInMemory() ? this : new AllRows(data, intercept);
    }

    /** Rows of a part: whole tiles. */
    static int rowsPerPart(int features) {
        int tiles = Math.min(MOST_PART_ROWS, PART_VALUES / features) / Scratch.TILE;
        return Math.max(1, tiles) * Scratch.TILE;
    }

    /** Brings rows {@code from .. to - 1}. */
    LinearRows part(int from, int to) {
        if (!data.isInMemory()) {
            at.fill(data, from, to);
            if (panel > 0) {
                at.layOutPanels(to - from, panel);
            }
        }
        return at;
    }

    /** Brings rows {@code list[from] .. list[to - 1]}, to be found at {@link LinearRows#places}. */
    LinearRows part(int[] list, int from, int to) {
        if (!data.isInMemory()) {
            at.fill(data, list, from, to);
        }
        return at;
    }

    /** Begins to go through all rows. */
    void all() {
        list = null;
        begin(0, n);
    }

    /** Begins to go through rows {@code list[from] .. list[to - 1]}. */
    void all(int[] listed, int from, int to) {
        list = listed;
        begin(from, to);
    }

    private void begin(int from, int to) {
        upcoming = from;
        partEnd = from;
        last = to;
    }

    /** Goes to the next row, if there is one. */
    boolean next() {
        if (upcoming == last) {
            return false;
        }
        if (upcoming == partEnd) {
            int[] present = list;
            partEnd = upcoming + Math.min(data.isInMemory() ? n : rowsPerPart(d), last - upcoming);
            if (present == null) {
                places = null;
                part(upcoming, partEnd);
            } else {
                places = part(present, upcoming, partEnd).places(present);
            }
        }
        k = upcoming++;
        row = places == null ? k - at.first() : places[k - at.first()];
        return true;
    }

    /** The target of the present row. */
    double target() {
        return at.y[row];
    }

    /** The weight of the present row, see {@link LinearRows#sampleWeight}. */
    double weight() {
        return at.sampleWeight(row);
    }

    /** Copies targets, and weights where rows weigh differently, into a tile; no row is brought for it. */
    void tileOfTargets(int from, int to, Scratch tile) {
        System.arraycopy(data.y(), from, tile.targets, 0, to - from);
        double[] weights = data.weights();
        if (weights != null) {
            for (int i = from; i < to; i++) {
                tile.weights[i - from] = weights[i] * at.weightScale;
            }
        }
    }

    /** Lays out panels too, of all rows now or of every part that comes. */
    void layOutPanels(int panelRows) {
        if (data.isInMemory() && panel == 0) {
            at.layOutPanels(n, panelRows);
        }
        panel = panelRows;
    }

    /** How many weights a linear combination of the columns has. */
    int dimension() {
        return intercept ? d + 1 : d;
    }

    /** {@code max_i s_i |x_i|^2}; O(n d), or nothing after {@link #gram()}. */
    double largestSquaredNorm() {
        if (largestSquaredNorm.isPresent()) {
            return largestSquaredNorm.getAsDouble();
        }
        double largest = 0;
        all();
        while (next()) {
            largest = Math.max(largest, at.squaredNorm(row) * weight());
        }
        return largest;
    }

    /** The weighted mean square of every feature: {@code [d]}; O(n d). */
    double[] meanSquares() {
        double[] squares = new double[d];
        all();
        while (next()) {
            double[] x = at.x;
            double share = weight() / n;
            for (int j = 0; j < d; j++) {
                squares[j] += x[row * d + j] * x[row * d + j] * share;
            }
        }
        return squares;
    }

    /**
     * {@code (1/n) sum s_i x_i' x_i}: {@code [p x p]} row-major, {@code p} the dimension; O(n p^2) the first time. The longest
     * row is found on the way, where every row is in the cache.
     */
    double[] gram() {
        if (gram == null) {
            double[] weights = new double[Scratch.TILE];
            double[] longest = {0};
            gram = gram((sum, part, from, to) -> {
                fill(weights, LinearRows::sampleWeight, part, from, to);
                sum.add(part.x, from, to, part.isWeighted() ? weights : null);
                for (int i = from; i < to; i++) {
                    longest[0] = Math.max(longest[0], part.squaredNorm(i) * weights[i - from]);
                }
            });
            largestSquaredNorm = OptionalDouble.of(longest[0]);
        }
        return gram;
    }

    /** What a row counts. */
    interface RowWeight {
        double of(LinearRows part, int row);
    }

    /** {@code (1/n) sum weight(i) x_i' x_i}: {@code [p x p]} row-major. */
    double[] gram(RowWeight weight) {
        double[] weights = new double[Scratch.TILE];
        return gram((sum, part, from, to) -> {
            fill(weights, weight, part, from, to);
            sum.add(part.x, from, to, weights);
        });
    }

    private static void fill(double[] weights, RowWeight weight, LinearRows part, int from, int to) {
        for (int i = from; i < to; i++) {
            weights[i - from] = weight.of(part, i);
        }
    }

    /** Adds the rows of a tile. */
    private interface TileAdder {
        void add(GramSum sum, LinearRows part, int from, int to);
    }

    private double[] gram(TileAdder tiles) {
        int p = dimension();
        GramSum sum = Kernels.chosen().gram(d, p);
        int most = rowsPerPart(d);
        for (int from = 0, to; from < n; from = to) {
            to = from + Math.min(most, n - from);
            LinearRows part = part(from, to);
            int last = to - part.first();
            for (int i = from - part.first(); i < last; i += Scratch.TILE) {
                tiles.add(sum, part, i, Math.min(i + Scratch.TILE, last));
            }
        }
        double[] gram = sum.lowerTriangle();
        for (int j = 0; j < p; j++) {
            for (int m = 0; m <= j; m++) {
                gram[j * p + m] /= n;
                gram[m * p + j] = gram[j * p + m];
            }
        }
        return gram;
    }

    /** Writes the product of {@link #gram} with a vector: one pass over the rows. */
    void gramTimes(double[] v, double[] product) {
        int p = dimension();
        Arrays.fill(product, 0);
        all();
        while (next()) {
            at.addRow(row, at.score(row, v) * weight(), product);
        }
        for (int j = 0; j < p; j++) {
            product[j] *= 1.0 / n;
        }
    }
}
