package io.github.piste.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.json");
    }

    @Test
    void write_matchesTheGoldenFile() throws IOException {
        ModelFile.write(file, abalone());
        assertEquals(golden(), Files.readString(file));
    }

    @Test
    void read_ofTheGoldenFile_givesTheModel() throws IOException {
        Files.writeString(file, golden());
        assertEquals(abalone(), Model.read(file));
        assertEquals(
                9007199254740993L, Model.read(file).provenance().seed(), "a seed beyond 2^53 keeps its last digit");
    }

    @Test
    void write_leavesNoTemporary() throws IOException {
        ModelFile.write(file, Models.faithful());
        ModelFile.write(file, abalone());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void roundTrip_keepsEveryBitOfAnyNumber() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double[] coefficients = new double[40];
            List<String> names = new ArrayList<>();
            for (int j = 0; j < coefficients.length; j++) {
                double any = Double.longBitsToDouble(random.nextLong());
                coefficients[j] = Double.isFinite(any) ? any : -0.0;
                names.add("x" + j);
            }
            LinearModel model = Models.linear("y", names, -0.0, coefficients);
            assertEquals(model, ModelJson.read("f", ModelJson.write(model)));
        }
        ModelFile.write(file, Models.linear("y", List.of("x"), -0.0, Double.MIN_VALUE));
        assertEquals(Models.linear("y", List.of("x"), -0.0, Double.MIN_VALUE), Model.read(file));
    }

    @Test
    void roundTrip_survivesAnyName() throws IOException {
        List<String> names = List.of(
                "",
                " ",
                "\"",
                "\\",
                "a\"b'c\\d/",
                "line\nend\r\t\0",
                "Länge",
                "身長",
                "🎿",
                "e\u0301",
                "é",
                "\u2028",
                "\u202e",
                "\ud83c",
                "\udfbf",
                "\ufffd",
                "?",
                "\ufeff",
                "a=b=c",
                "null",
                "1",
                "</script>",
                "format",
                "$.x[0]",
                "x".repeat(10_000));
        double[] coefficients = new double[names.size()];
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] = j;
        }
        LinearModel model = Models.withCategories(
                Models.linear("\ud83c \"t\"\n", names, 1, coefficients),
                ImmutableMap.of("\"", ImmutableList.of("", "\ud83c", "ü"), "", ImmutableList.of()));
        ModelFile.write(file, model);
        assertEquals(model, Model.read(file));
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, 0x10000).forEach(c -> name.append((char) c));
            LinearModel strange = Models.linear("y", List.of(name.toString()), 1, 2);
            ModelFile.write(file, strange);
            assertEquals(strange, Model.read(file));
        }
    }

    @Test
    void roundTrip_keepsALossThatDoesNotExist() throws IOException {
        LinearModel model = new LinearModel(
                ImmutableList.of("x"),
                ImmutableMap.of(),
                "y",
                Models.faithful().coefficients(),
                0,
                Models.provenance(1, Double.NaN));
        ModelFile.write(file, model);
        assertTrue(Files.readString(file).contains("\"loss\": null"));
        assertEquals(model, Model.read(file));
    }

    @Test
    void read_withKeysOfALaterVersion_passesOverThem() throws IOException {
        Files.writeString(
                file, golden().replace("\"format\": 1,", "\"format\": 1, \"comment\": [{\"a\": null}, true],"));
        assertEquals(abalone(), Model.read(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\": 1 | \"format\": 2 | key 'format': found 2, expected 1; the file is of a newer Piste, read it with that",
                "\"format\": 1 | \"format\": 0 | key 'format': found 0, expected 1",
                "\"format\": 1 | \"format\": 1.5 | key 'format': found the number '1.5', expected a whole number",
                "\"format\": 1, | `` | key 'format' is missing; expected a whole number",
                "\"linear\" | \"tree\" | key 'kind': found the text 'tree', expected 'linear', 'logistic', 'softmax', 'mlp'",
                "\"linear\" | [] | key 'kind': found a list, expected a text",
                "\"intercept\": 3.0 | \"intercept\": \"3\" | key 'intercept': found the text '3', expected a finite number",
                "\"intercept\": 3.0 | \"intercept\": null | key 'intercept': found null, expected a finite number",
                "\"intercept\": 3.0 | \"intercept\": true | key 'intercept': found true, expected a finite number",
                "\"intercept\": 3.0 | \"intercept\": 1e999 | key 'intercept': found the number '1e999', expected a finite number",
                "\"intercept\": 3.0 | \"intercept\": NaN | is not valid JSON: Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON, line 5, column 16",
                "\"intercept\": 3.0 | \"intercept\": 3.0, \"intercept\": 4 | key 'intercept' is there twice; expected once",
                "\"intercept\": 3.0, | `` | key 'intercept' is missing; expected a finite number",
                "\"length\": 11.5 | \"length\": {} | key 'coefficients.length': found an object, expected a finite number",
                "\"length\": 11.5 | \"width\": 11.5 | key 'scaling.width' is missing; expected an object",
                "\"I\" | 7 | key 'categories.sex': found a list, expected a list of texts",
                "\"scale\": 1.139271210225768 | \"scale\": 0 | describes no model: scale 0.0 is not positive and finite",
                "\"rows_used\": 272 | \"rows_used\": -1 | describes no model: -1 rows used",
                "\"seed\": 9007199254740993 | \"seed\": 99999999999999999999 | key 'provenance.seed': found the number '99999999999999999999', expected a whole number",
                "\"loss\": 4.5 | \"loss\": \"low\" | key 'provenance.loss': found the text 'low', expected a finite number",
            })
    void read_ofADamagedKey_namesIt(String from, String to, String message) throws IOException {
        String damaged = golden().replaceFirst(Pattern.quote(from), to);
        assertFalse(damaged.equals(golden()), "the golden file has " + from);
        Files.writeString(file, damaged);
        assertEquals(file + ": " + message, refusal().getMessage());
    }

    @Test
    void roundTrip_ofEveryKind_givesAnEqualModel_andTheSameText() throws IOException {
        for (Model model : List.of(
                Models.logistic(List.of("no\n", "\ud83c yes"), -0.0, 0.1, 1e-300),
                Models.flowers(),
                Models.networkModel(),
                Models.networkClassifier("0", "1"))) {
            ModelFile.write(file, model);
            Model read = Model.read(file);
            assertEquals(model, read);
            assertEquals(Files.readString(file), ModelJson.write(read));
        }
    }

    @Test
    void write_ofSoftmax_hasAnObjectPerClass() {
        String text = ModelJson.write(Models.flowers());
        String inOneLine = text.replaceAll("\\s+", " ");
        assertTrue(
                inOneLine.contains("\"kind\": \"softmax\", \"target\": \"species\","
                        + " \"classes\": [ \"setosa\", \"versicolor\", \"virginica\" ],"
                        + " \"intercept\": { \"setosa\": 6.0, \"versicolor\": 1.0, \"virginica\": -7.0 },"
                        + " \"coefficients\": { \"setosa\": { \"length\": -2.5, \"width\": 0.5 },"),
                text);
    }

    @Test
    void write_ofANetwork_hasARowPerLine() {
        String text = ModelJson.write(Models.networkModel());
        assertTrue(text.contains("""
                          "features": [
                            "a",
                            "b"
                          ],
                          "weights": {
                            "hidden": [
                              [1.0, -2.0],
                              [-0.5, 0.1],
                              [0.0, 3.0]
                            ],
                            "hidden_biases": [0.5, -1.0, -0.0],
                            "output": [
                              [2.0, -1.0, 0.5]
                            ],
                            "output_biases": [10.0]
                          },
                        """), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1.0, -2.0] | [1.0, \"2\"] | key 'weights.hidden[0][1]': found the text '2', expected a finite number",
                "[1.0, -2.0] | 7 | key 'weights.hidden[0]': found the number '7', expected a list of finite numbers",
                "[1.0, -2.0] | [1.0] | describes no model: 2 coefficients for 1 features",
                "[0.5, -1.0, -0.0] | [0.5] | describes no model: 1 intercepts, expected 3",
                "\"output\": | \"outputs\": | key 'weights.output' is missing; expected a list of lists of finite numbers",
                "\"features\": | \"columns\": | key 'features' is missing; expected a list of texts",
                "\"yes\" | \"no\" | describes no model: class names repeat",
                "\"yes\" | \"yes\", \"maybe\" | describes no model: a network of 2 outputs, expected 3",
                "[10.0, -10.0] | {} | key 'weights.output_biases': found an object, expected a list of finite numbers",
            })
    void read_ofADamagedNetwork_namesTheKey(String from, String to, String message) throws IOException {
        String good = ModelJson.write(Models.networkClassifier("no", "yes"));
        String damaged = good.replaceFirst(Pattern.quote(from), to);
        assertFalse(damaged.equals(good), "the file has " + from);
        Files.writeString(file, damaged);
        assertEquals(file + ": " + message, refusal().getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"virginica\": -7.0 | \"other\": -7.0 | key 'intercept.virginica' is missing; expected a finite number",
                "\"length\": 0.75 | \"height\": 0.75 | key 'coefficients.versicolor.length' is missing; expected a finite number",
                "\"classes\": | \"levels\": | key 'classes' is missing; expected a list of texts",
            })
    void read_ofDamagedSoftmax_namesTheKey(String from, String to, String message) throws IOException {
        String good = ModelJson.write(Models.flowers());
        String damaged = good.replaceFirst(Pattern.quote(from), to);
        assertFalse(damaged.equals(good), "the file has " + from);
        Files.writeString(file, damaged);
        assertEquals(file + ": " + message, refusal().getMessage());
    }

    @Test
    void read_ofAFeatureWithoutScaling_namesIt_andScalingOfNoFeatureIsPassedOver() throws IOException {
        Files.writeString(file, golden().replaceFirst("\"sex=I\": -0.8248976,", ""));
        assertEquals(List.of("sex=M", "length"), Model.read(file).features());
        Files.writeString(file, golden().replaceFirst("\"length\": 11.5", "\"length\": 11.5, \"width\": 2"));
        assertEquals(
                file + ": key 'scaling.width' is missing; expected an object",
                refusal().getMessage());
        Files.writeString(file, golden().replaceFirst("(?s)\"coefficients\": \\{.*?}", "\"coefficients\": {}"));
        assertEquals(
                file + ": describes no model: a model needs at least one feature",
                refusal().getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "3",
                "\"model\"",
                "{}",
                "{} {}",
                "{\"format\": 1} x",
                "<html></html>",
                "\u0000\u0001",
                "{\"format\": 1, /* comment */ \"kind\": \"linear\"}",
                "{'format': 1}",
                "{\"format\": 1,}",
                "{\"format\": 1; \"kind\": 2}",
                "{\"\u001b[31m\": 1, \"\u001b[31m\": 1}",
            })
    void read_ofSomethingElse_isRefusedInOneLine(String text) throws IOException {
        Files.writeString(file, text);
        refusal();
    }

    @Test
    void read_ofBytesThatAreNoText_isRefused() throws IOException {
        Files.write(file, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'});
        assertEquals(
                file + ": is not UTF-8 text; expected a model.json", refusal().getMessage());
        Files.write(file, golden().getBytes(StandardCharsets.UTF_16));
        refusal();
    }

    @Test
    void read_ofDeepNesting_isRefusedBeforeTheStackEnds() throws IOException {
        Files.writeString(file, "[".repeat(1_000_000));
        assertTrue(refusal().toString().contains("Nesting limit 16"), refusal().getMessage());
        Files.writeString(file, "{\"a\":".repeat(1_000_000));
        refusal();
    }

    @Test
    void read_ofAHugeFile_stopsAtTheLimit() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertEquals(
                file + ": has more than 16777216 bytes, too many for a model; expected a model.json",
                refusal().getMessage());
    }

    @Test
    void read_ofWhatIsNoFile_saysSo() {
        assertEquals(file + ": no such file; expected a model.json", refusal().getMessage());
        file = folder;
        assertEquals(
                folder + ": is a directory; name the model.json in it",
                refusal().getMessage());
    }

    @Test
    void write_beyondWhatCanBeRead_isRefusedAndKeepsTheOldFile() throws IOException {
        ModelFile.write(file, Models.faithful());
        LinearModel huge = Models.linear("y", List.of("x".repeat(ModelFile.MOST_BYTES)), 1, 2);
        assertThrows(IOException.class, () -> ModelFile.write(file, huge));
        assertEquals(Models.faithful(), Model.read(file));
    }

    @Test
    void read_ofTenThousandMutations_givesAModelOrTheOneException() throws IOException {
        byte[] good = golden().getBytes(StandardCharsets.UTF_8);
        String[] pieces = {
            "{", "}", "[", "]", ",", ":", "\"", "null", "NaN", "1e999", "-", "0", "\\u0000", "\\", "1e-400", "\n",
            "true"
        };
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = good.clone();
            int at = random.nextInt(bytes.length);
            switch (i % 4) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes = splice(bytes, at, at, pieces[random.nextInt(pieces.length)]);
                default -> {
                    int to = Math.min(bytes.length, at + random.nextInt(30));
                    bytes = splice(bytes, at, to, pieces[random.nextInt(pieces.length)]);
                }
            }
            Files.write(file, bytes);
            try {
                assertNotNull(Model.read(file));
            } catch (ModelFileException e) {
                refused++;
                assertOneLine(e);
            }
        }
        assertTrue(refused > 5_000, "refused " + refused);
    }

    /** A model of rings of abalones; the golden file holds it. */
    private static LinearModel abalone() {
        LinearModel plain =
                Models.linear("rings", List.of("sex=I", "sex=M", "length"), 3, -0.8248976, 0.05773209999999999, 11.5);
        LinearModel model = Models.withCategories(plain, ImmutableMap.of("sex", ImmutableList.of("F", "I", "M")));
        return new LinearModel(
                model.features(),
                model.categories(),
                model.target(),
                model.coefficients(),
                model.intercept(),
                Models.provenance(3, 4.5));
    }

    private static String golden() throws IOException {
        try (InputStream in = ModelFileTest.class.getResourceAsStream("golden-model.json")) {
            return new String(assertPresent(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream assertPresent(InputStream in) {
        assertNotNull(in, "golden-model.json");
        return in;
    }

    private ModelFileException refusal() {
        ModelFileException e = assertThrows(ModelFileException.class, () -> Model.read(file));
        assertOneLine(e);
        return e;
    }

    private void assertOneLine(ModelFileException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.length() < file.toString().length() + 300, message);
        assertTrue(message.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == 0x2028), message);
    }

    private static byte[] splice(byte[] bytes, int from, int to, String piece) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return (text.substring(0, from) + piece + text.substring(to)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
