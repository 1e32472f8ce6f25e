package io.github.piste.plot;

import io.github.piste.train.History;

/**
 * Another descent that a picture shows beside its own, for comparison.
 *
 * <p>Thread-safety: immutable.
 *
 * @param label what sets it apart: {@code "rate 0.1"}, {@code "stochastic"}
 * @param history its way, with the same tracked weights
 */
public record Trail(String label, History history) {}
