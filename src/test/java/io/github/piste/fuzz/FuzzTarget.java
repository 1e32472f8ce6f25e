package io.github.piste.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One parser for a fuzzer that finds its way by coverage; the system property {@code piste.fuzz.parser} says which. */
public final class FuzzTarget {
    private static final Target TARGET = target();

    private FuzzTarget() {}

    private static Target target() {
        try {
            return Parser.valueOf(System.getProperty("piste.fuzz.parser", ""))
                    .in(Files.createTempDirectory("piste-fuzz"));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Called by Jazzer with every input; whatever it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        TARGET.refusal(input);
    }

    /** Writes what there is to begin with: the words of the language, and a file for each seed. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int number = 0;
        for (byte[] seed : TARGET.seeds()) {
            Files.write(Files.createDirectories(folder.resolve("seeds")).resolve("seed-" + number++), seed);
        }
        StringBuilder words = new StringBuilder();
        for (byte[] token : TARGET.tokens()) {
            words.append('"');
            for (byte b : token) {
                words.append(String.format("\\x%02x", b & 0xFF));
            }
            words.append("\"\n");
        }
        Files.writeString(folder.resolve("words"), words);
    }
}
