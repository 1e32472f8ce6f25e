package io.github.piste;

/** Probe. */
public final class Probe {
    private Probe() {}
}
