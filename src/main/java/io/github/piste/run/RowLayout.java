package io.github.piste.run;

import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import io.github.piste.optim.Batching;
import io.github.piste.optim.RowOrder;

/** How the rows of a run are laid out for the loop that reads them: as a copy, or in the place of those that were read. */
sealed interface RowLayout {
    /** Scales the rows and, for blocks of neighbours, mixes them once. */
    Dataset of(Dataset rows, Standardizer scaling);

    /** The rows in original units, in whatever order, after they were laid out. */
    Dataset original(Dataset rows, Dataset laidOut, Standardizer scaling);

    /** As a copy. */
    static RowLayout copy(RunConfig config) {
        return new Copy(config);
    }

    /**
     * In the place of the rows, where that is possible.
     *
     * @param released returns once nobody else reads the rows
     */
    static RowLayout inPlace(RunConfig config, Runnable released) {
        return isInPlace(config) ? new InPlace(config, released) : copy(config);
    }

    /** Whether nothing of a run reads the rows later, or once more in their own order. */
    private static boolean isInPlace(RunConfig config) {
        return config.model().kind() != ModelConfig.Kind.MLP
                && config.data().folds() == 0
                && config.data().precision() == DataConfig.Precision.DOUBLE;
    }

    /** How often the rows are changed on their way to the loop: put into another order, scaled. */
    static int changes(RunConfig config) {
        return (mixes(config) ? 1 : 0) + (config.data().scaling() == Scaling.NONE ? 0 : 1);
    }

    /** How many times memory holds the rows besides those that were read, if they are not needed any more. */
    static int copies(RunConfig config) {
        return isInPlace(config) ? 0 : changes(config);
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

    private static boolean mixes(RunConfig config) {
        Batching batching = config.train().batching();
        return batching.mode() != Batching.Mode.BATCH && batching.order() == Batching.Order.BLOCKS;
    }

    /** Rows are mixed once, so that reading blocks of neighbours later is as good as reading at random. */
    private static int[] order(Dataset rows, RunConfig config) {
        int[] order = new int[rows.rows()];
        RowOrder.fill(order, Batching.Order.RANDOM, config.run().seed(), -1);
        return order;
    }

    /** Leaves the rows as they are. */
    record Copy(RunConfig config) implements RowLayout {
        @Override
        public Dataset of(Dataset rows, Standardizer scaling) {
            Dataset mixed = mixes(config) ? rows.inOrder(order(rows, config)) : rows;
            return stored(scaling.apply(mixed), config);
        }

        @Override
        public Dataset original(Dataset rows, Dataset laidOut, Standardizer scaling) {
            return rows;
        }
    }

    /** Takes the place of rows in memory. */
    record InPlace(RunConfig config, Runnable released) implements RowLayout {
        @Override
        public Dataset of(Dataset rows, Standardizer scaling) {
            if (!rows.isInMemory()) {
                return copy(config).of(rows, scaling);
            }
            released.run();
            Dataset scaled = scaling.applyInPlace(rows);
            return mixes(config) ? scaled.reorderedInPlace(order(rows, config)) : scaled;
        }

        @Override
        public Dataset original(Dataset rows, Dataset laidOut, Standardizer scaling) {
            return rows.isInMemory() ? scaling.undo(laidOut) : rows;
        }
    }
}
