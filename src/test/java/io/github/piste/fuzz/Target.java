package io.github.piste.fuzz;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.stream.Stream;

/** A parser that must take any bytes: it gives a value, or refuses them in the one documented way. */
interface Target {
    /** Good inputs to begin with, the first one small. */
    ImmutableList<byte[]> seeds() throws IOException;

    /** Words of its language. */
    ImmutableList<byte[]> tokens();

    /** How many bytes at the front of an input tell how it is to be read and are no part of it. */
    int controls();

    /**
     * Parses.
     *
     * @return the one line in which it was refused; empty if it was taken
     * @throws IOException if the test itself cannot write
     * @throws RuntimeException or an error, if the parser does anything else
     */
    String refusal(byte[] input) throws IOException;

    /** Texts as bytes. */
    static ImmutableList<byte[]> bytes(Charset charset, String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(charset)).collect(ImmutableList.toImmutableList());
    }
}
