package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableList;
import io.github.piste.plot.HistoryFile;
import io.github.piste.plot.HistoryFormatException;
import io.github.piste.plot.SampleHistories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A history.bin: what is taken can be written again. */
final class HistoryTarget implements Target {
    private final Path file;

    HistoryTarget(Path folder) {
        file = folder.resolve("history.bin");
    }

    @Override
    public ImmutableList<byte[]> seeds() {
        ImmutableList.Builder<byte[]> seeds = ImmutableList.builder();
        for (byte[] history : SampleHistories.all()) {
            seeds.add(Sealed.input(history, false)).add(Sealed.input(history, true));
        }
        return seeds.build();
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                ISO_8859_1,
                "PISTEHST",
                "\0\0\0\0",
                "\1\0\0\0",
                "\2\0\0\0",
                "\u00ff\u00ff\u00ff\u007f",
                "\0\0\0\0\0\0\u00f8\u007f");
    }

    @Override
    public int controls() {
        return 1;
    }

    @Override
    public String refusal(byte[] input) throws IOException {
        Files.write(file, Sealed.file(input));
        try {
            HistoryFile.encode(HistoryFile.decode(file));
            return "";
        } catch (HistoryFormatException e) {
            return Line.checked(String.valueOf(e.getMessage()))
                    .substring(file.toString().length());
        }
    }
}
