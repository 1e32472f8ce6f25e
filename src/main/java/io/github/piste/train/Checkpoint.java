package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The whole state of a loop between two steps: continuing from it gives the same bits as never having stopped.
 *
 * <p>Thread-safety: immutable.
 *
 * @param step updates made so far
 * @param epoch whole epochs made so far
 * @param position rows of the current epoch already used
 * @param elapsedNanos training time so far
 * @param state named arrays: weights, memory of the update rule, average, best so far, running sums, history. The names
 *     are fixed by the loop; whoever stores a checkpoint keeps all of them bit by bit
 */
public record Checkpoint(
        long step, long epoch, int position, long elapsedNanos, ImmutableMap<String, ImmutableDoubleArray> state) {
    /**
     * One of the named arrays.
     *
     * @param name its name
     * @return a copy
     * @throws UnusableCheckpointException if there is none: the checkpoint belongs to another kind of loop
     */
    public double[] array(String name) {
        ImmutableDoubleArray array = state.get(name);
        if (array == null) {
            throw new UnusableCheckpointException("the checkpoint holds no '" + name + "'");
        }
        return array.toArray();
    }

    /**
     * One of the named arrays.
     *
     * @param name its name
     * @param length how many numbers it must have
     * @return a copy
     * @throws UnusableCheckpointException if there is none or its length is another
     */
    double[] array(String name, int length) {
        double[] array = array(name);
        if (array.length != length) {
            throw new UnusableCheckpointException(
                    "the checkpoint's '" + name + "' holds " + array.length + " numbers, not " + length);
        }
        return array;
    }

    /**
     * Copies a named array into a live one of the same length.
     *
     * @param name its name
     * @param target receives the values
     * @throws UnusableCheckpointException if there is none or its length is another
     */
    void copyTo(String name, double[] target) {
        System.arraycopy(array(name, target.length), 0, target, 0, target.length);
    }
}
