package io.github.piste.optim;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How many rows a step looks at, and in which order an epoch goes through them.
 *
 * <p>Thread-safety: immutable.
 *
 * @param mode all rows a step, one, or a few
 * @param batchSize rows a step in {@link Mode#MINI_BATCH}, at least 1; not used otherwise
 * @param order the order of rows in an epoch; not used in {@link Mode#BATCH}
 */
public record Batching(Mode mode, int batchSize, Order order) {
    /** How many rows a step looks at. */
    public enum Mode {
        /** All rows: the exact gradient. */
        BATCH,
        /** One row. */
        STOCHASTIC,
        /** {@code batchSize} rows; the last step of an epoch takes what is left. */
        MINI_BATCH
    }

    /** The order of rows in an epoch; see {@link RowOrder}. */
    public enum Order {
        /** Blocks of neighbouring rows in a new random order each epoch; made for data shuffled once at the start. */
        BLOCKS,
        /** All rows in a new random order each epoch. */
        RANDOM,
        /** As they stand in the data. */
        NONE
    }

    /**
     * Checks the batch size.
     *
     * @param mode all rows a step, one, or a few
     * @param batchSize rows a step
     * @param order the order of rows
     */
    public Batching {
        checkArgument(batchSize >= 1, "batch-size must be at least 1, found %s", batchSize);
    }

    /**
     * All rows a step.
     *
     * @return batch mode
     */
    public static Batching batch() {
        return new Batching(Mode.BATCH, 1, Order.NONE);
    }

    /**
     * One row a step.
     *
     * @param order the order of rows
     * @return stochastic mode
     */
    public static Batching stochastic(Order order) {
        return new Batching(Mode.STOCHASTIC, 1, order);
    }

    /**
     * A few rows a step.
     *
     * @param batchSize how many, at least 1
     * @param order the order of rows
     * @return mini-batch mode
     */
    public static Batching miniBatch(int batchSize, Order order) {
        return new Batching(Mode.MINI_BATCH, batchSize, order);
    }

    /**
     * Rows that one step looks at.
     *
     * @param terms rows in all
     * @return at least 1, at most {@code terms}
     */
    public int rowsPerStep(int terms) {
        return switch (mode) {
            case BATCH -> terms;
            case STOCHASTIC -> 1;
            case MINI_BATCH -> Math.min(batchSize, terms);
        };
    }
}
