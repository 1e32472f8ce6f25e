package io.github.piste.sink;

import org.HdrHistogram.Histogram;

/**
 * How long the training thread took to hand something to a sink's mailbox.
 *
 * <p>Thread-safety: immutable.
 *
 * @param sink the sink's name
 * @param count hand-overs measured
 * @param p50Nanos half took at most this long
 * @param p99Nanos 99 of 100 took at most this long
 * @param maxNanos none took longer
 */
public record HandOver(String sink, long count, long p50Nanos, long p99Nanos, long maxNanos) {
    static HandOver of(String sink, Histogram times) {
        return new HandOver(
                sink,
                times.getTotalCount(),
                times.getValueAtPercentile(50),
                times.getValueAtPercentile(99),
                times.getMaxValue());
    }
}
