package io.github.piste.run;

import io.github.piste.data.Dataset;
import io.github.piste.optim.Batching;
import io.github.piste.optim.RowOrder;

/** How rows are laid out for the loop that reads them. */
final class RowLayout {
    private RowLayout() {}

    /** Rows are mixed once, so that reading blocks of neighbours later is as good as reading at random. */
    static Dataset mixed(Dataset rows, RunConfig config) {
        Batching batching = config.train().batching();
        if (batching.mode() == Batching.Mode.BATCH || batching.order() != Batching.Order.BLOCKS) {
            return rows;
        }
        int[] order = new int[rows.rows()];
        RowOrder.fill(order, Batching.Order.RANDOM, config.run().seed(), -1);
        return rows.inOrder(order);
    }

    /** In single precision the scaled columns are rounded: an offset that they had has cost no digits then. */
    static Dataset stored(Dataset scaled, RunConfig config) {
        return config.data().precision() == DataConfig.Precision.SINGLE ? scaled.inSinglePrecision() : scaled.laidOut();
    }

    /** Rows from everywhere, in their order. */
    static Dataset spread(Dataset rows, int most) {
        int[] chosen = new int[Math.min(rows.rows(), most)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = (int) ((long) i * rows.rows() / chosen.length);
        }
        return rows.select(chosen);
    }
}
