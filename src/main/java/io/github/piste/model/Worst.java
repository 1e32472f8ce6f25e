package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The five worst of many rows. Thread-safety: one thread at a time. O(1) per row.
 *
 * @param <R> what is kept of a row
 */
final class Worst<R> {
    private static final int MOST = 5;

    private final ToDoubleFunction<R> badness;
    private final Comparator<R> leastBadFirst;
    private final PriorityQueue<R> rows;

    /** Of equally bad rows the one in the earlier line is the worse. */
    Worst(ToDoubleFunction<R> badness, ToLongFunction<R> line) {
        this.badness = badness;
        this.leastBadFirst = Comparator.comparingDouble(badness)
                .thenComparing(Comparator.comparingLong(line).reversed());
        this.rows = new PriorityQueue<>(leastBadFirst);
    }

    /** Whether a row that is this bad and comes after all others belongs to the worst. */
    boolean admits(double howBad) {
        R least = rows.peek();
        return least == null || rows.size() < MOST || howBad > badness.applyAsDouble(least);
    }

    void add(R row) {
        rows.add(row);
        if (rows.size() > MOST) {
            rows.remove();
        }
    }

    /** The worst first. */
    ImmutableList<R> list() {
        return ImmutableList.sortedCopyOf(leastBadFirst.reversed(), rows);
    }
}
