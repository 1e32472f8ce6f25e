package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import io.github.piste.data.BothReaders;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.MissingPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A table: both readers give the same rows or the same line, and no row is lost without being counted. */
final class TableTarget implements Target {
    private static final ImmutableList<Delimiter> DELIMITERS = ImmutableList.of(
            Delimiter.AUTO, Delimiter.of(','), Delimiter.WHITESPACE, Delimiter.of(';'), Delimiter.of('\t'));

    private static final ImmutableList<MissingPolicy> MISSING = ImmutableList.copyOf(MissingPolicy.values());
    private static final ImmutableList<HeaderRule> HEADERS = ImmutableList.copyOf(HeaderRule.values());

    private static final byte[] PLAIN = {0, 0};
    /** Of a real file, enough to show how it is written. */
    private static final int HEAD = 1_500;

    private final Path file;
    private final Map<String, Path> realFiles;

    /** Begins with the files of a folder too, if there is one. */
    TableTarget(Path folder, Path examples) throws IOException {
        file = folder.resolve("data.csv");
        realFiles = new TreeMap<>();
        if (Files.isDirectory(examples)) {
            try (Stream<Path> files = Files.walk(examples)) {
                files.filter(Files::isRegularFile).forEach(path -> realFiles.put(path.toString(), path));
            }
        }
    }

    @Override
    public ImmutableList<byte[]> seeds() throws IOException {
        ImmutableList.Builder<byte[]> seeds = ImmutableList.builder();
        seeds.add(input("id,\"a b\",c,y\n1,2.5,x,0\n2,-1e3,y,1\n3,NA,x,1\n4,.5,\"y\",0\n5,8.,x,1\n"));
        seeds.add(input("1;2.5\r\n-3;4e2\r\n+5.;-.5\r\n"));
        seeds.add(input("\uFEFFa b c\n1  2 \"3\"\n 4 5 6\n"));
        seeds.add(input("a,b\n\"1\",2\n\n3,\"4\"\"\n\"\n"));
        seeds.add(Bytes.concat(PLAIN, packed("a,b\n1,2\n3,4\n")));
        for (Path path : realFiles.values()) {
            byte[] bytes = Files.readAllBytes(path);
            seeds.add(Bytes.concat(PLAIN, Arrays.copyOf(bytes, Math.min(bytes.length, HEAD))));
        }
        return seeds.build();
    }

    private static byte[] input(String text) {
        return Bytes.concat(PLAIN, text.getBytes(UTF_8));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                UTF_8,
                (", ; \t | \" \"\" \n \r\n \r \r\r\n 0 1 -0 1. .5 1e5 1e-400 1e999 1d 0x1p3 NaN NA Infinity +5 1.2.3 1,5"
                                + " 123456789012345678901 0.1234567890123456789 \0 x \u00e9 \uFEFF \u202e \u001b[31m")
                        .split(" ", -1));
    }

    @Override
    public int controls() {
        return PLAIN.length;
    }

    @Override
    public String refusal(byte[] input) throws IOException {
        int controls = Math.min(PLAIN.length, input.length);
        Files.write(file, Arrays.copyOfRange(input, controls, input.length));
        int how = controls < PLAIN.length ? 0 : (input[0] & 0xFF) | (input[1] & 0xFF) << 8;
        return BothReaders.refusal(options(how)).map(Line::checked).orElse("");
    }

    private CsvOptions options(int how) {
        CsvOptions options = CsvOptions.of(file)
                .withMissing(MISSING.get(how % 3))
                .withHeader(HEADERS.get(how / 3 % 3))
                .withDelimiter(DELIMITERS.get(how / 9 % 5))
                .withSkipLines(how / 45 % 8 == 7 ? 1 : 0);
        options = how / 360 % 4 == 3 ? options.withCategorical(List.of("3")) : options;
        options = how / 1440 % 4 == 3 ? options.withTarget("1") : options;
        return how / 5760 % 8 == 7 ? options.withWeight("2") : options;
    }
}
