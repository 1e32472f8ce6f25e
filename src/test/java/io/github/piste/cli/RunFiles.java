package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The files of one run, as a stranger reads them. */
record RunFiles(Path path) {
    private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] PNG_END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 'B', 0x60, (byte) 0x82};

    /** The only run of a folder. */
    static RunFiles onlyOf(Path folder) {
        List<Path> runs = runsOf(folder);
        assertEquals(1, runs.size(), runs::toString);
        return new RunFiles(runs.get(0));
    }

    /** The runs of a folder; none if it does not exist. */
    static List<Path> runsOf(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Every file below, relative and sorted. */
    List<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    JsonObject json(String name) {
        try {
            return JsonParser.parseString(Files.readString(file(name))).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String state() {
        return json("run.json").get("state").getAsString();
    }

    /** Intercept and coefficients of the model to the bit. */
    Map<String, Long> modelBits() {
        JsonObject model = json("model.json");
        Map<String, Long> bits = new TreeMap<>();
        bits.put("(intercept)", bits(model.get("intercept")));
        for (Map.Entry<String, JsonElement> entry :
                model.getAsJsonObject("coefficients").entrySet()) {
            bits.put(entry.getKey(), bits(entry.getValue()));
        }
        assertTrue(bits.size() > 1, "no coefficients");
        return bits;
    }

    private static long bits(JsonElement number) {
        return Double.doubleToRawLongBits(number.getAsDouble());
    }

    /** The model without the time of its making. */
    JsonObject model() {
        JsonObject model = json("model.json");
        model.getAsJsonObject("provenance").remove("created");
        return model;
    }

    /** Fails unless this run ended as another one did: with every bit of its model, and in its directory. */
    void assertEndedLike(RunFiles whole) throws IOException {
        assertEquals(whole.state(), state());
        assertEquals(whole.model(), model(), "the models differ");
        assertEquals(whole.json("run.json").get("loss"), json("run.json").get("loss"));
        assertEquals(whole.json("run.json").get("steps"), json("run.json").get("steps"));
        assertEquals(whole.metricSteps(), metricSteps(), "the rows of metrics.csv differ");
        assertEquals(List.of(), temporaries());
    }

    /** The steps of metrics.csv, row by row. */
    List<String> metricSteps() {
        return metrics().stream().map(row -> row.get(0)).toList();
    }

    /** What an interrupted replacement leaves behind. */
    List<String> temporaries() throws IOException {
        return all().stream().filter(file -> file.endsWith(".tmp")).toList();
    }

    /** The rows of metrics.csv, the header first. */
    List<List<String>> metrics() {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file("metrics.csv"))) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of metrics.csv without the elapsed time, which no two runs share. */
    List<List<String>> metricsWithoutTime() {
        return metrics().stream()
                .map(row -> Stream.of(0, 1, 3, 4, 5, 6).map(row::get).toList())
                .toList();
    }

    /** The newest checkpoint's step, -1 if there is none. */
    long newestCheckpoint() throws IOException {
        List<Long> steps = checkpointSteps();
        return steps.isEmpty() ? -1 : steps.get(steps.size() - 1);
    }

    /** Steps of the checkpoints, rising. */
    List<Long> checkpointSteps() throws IOException {
        if (!Files.isDirectory(file("checkpoints"))) {
            return List.of(); // the run has only just begun
        }
        try (Stream<Path> files = Files.list(file("checkpoints"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("step-\\d+\\.ckpt"))
                    .map(name -> Long.parseLong(name.substring(5, name.length() - 5)))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** Whether a file is a PNG from its first byte to its last. */
    static boolean isWholePng(byte[] bytes) {
        int end = bytes.length - PNG_END.length;
        return end > PNG_HEAD.length
                && Arrays.equals(bytes, 0, PNG_HEAD.length, PNG_HEAD, 0, PNG_HEAD.length)
                && Arrays.equals(bytes, end, bytes.length, PNG_END, 0, PNG_END.length);
    }

    static BufferedImage decode(byte[] png) throws IOException {
        assertTrue(isWholePng(png), "not a whole PNG of " + png.length + " bytes");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertNotNull(image);
        return image;
    }
}
