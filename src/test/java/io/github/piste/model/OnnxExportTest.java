package io.github.piste.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtException;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.Gson;
import io.github.piste.TestData;
import io.github.piste.Training;
import io.github.piste.TrainingResult;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.Dataset;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxExportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 16, 31, 100, 333, 500})
    void of_aRandomModel_runsWithTheSameAnswers(int d) throws OrtException {
        Random random = new Random(d);
        LinearModel model = Models.linear(
                "y", IntStream.range(0, d).mapToObj(j -> "x" + j).toList(), spread(random, 1)[0], spread(random, d));
        try (OnnxSession session = new OnnxSession(OnnxExport.of(model))) {
            for (int rows : new int[] {0, 1, 2, 5, 1_000}) {
                assertSameAnswers(model, session, spread(random, rows * d));
            }
        }
    }

    @Test
    void of_extremeNumbers_keepsEveryBit() throws OrtException {
        for (double w : new double[] {-0.0, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1 + 0x1p-52}) {
            try (OnnxSession session = new OnnxSession(OnnxExport.of(Models.linear("y", List.of("x"), 0, w)))) {
                assertEquals(w + 0.0, session.predict(new double[] {1}, 1)[0]);
            }
            try (OnnxSession session = new OnnxSession(OnnxExport.of(Models.linear("y", List.of("x"), w, 0)))) {
                assertEquals(w + 0.0, session.predict(new double[] {1}, 1)[0]);
            }
        }
    }

    @Test
    void run_onOldFaithful_leavesAModelThatOnnxruntimeAndJavaReadAlike() throws IOException, OrtException {
        Path table = TestData.path("old-faithful", "faithful.csv");
        LinearModel model = trainedOn(table, "waiting");
        assertEquals(10.729641395133521, model.coefficients().get(0), 1e-6);
    }

    @Test
    void run_onWine_leavesAModelThatOnnxruntimeAndJavaReadAlike() throws IOException, OrtException {
        LinearModel model = trainedOn(TestData.path("wine-quality", "winequality-red.csv"), "quality");
        assertEquals(11, model.features().size());
    }

    @Test
    void metadata_tellNamesAndProvenance() throws OrtException {
        LinearModel model = Models.withCategories(
                Models.linear("rings", List.of("sex=I", "sex=M", "length"), 3, -0.8, 0.05, 11.5),
                ImmutableMap.of("sex", ImmutableList.of("F", "I", "M")));
        try (OnnxSession session = new OnnxSession(OnnxExport.of(model))) {
            OnnxModelMetadata metadata = session.metadata();
            assertEquals("Piste", metadata.getProducerName());
            assertEquals("io.github.piste", metadata.getDomain());
            assertEquals("linear", metadata.getGraphName());
            assertEquals(
                    "Linear model of 'rings' in original units. Columns of X in this order: 'sex=I', 'sex=M', 'length'.",
                    metadata.getDescription());
            assertEquals(
                    Map.ofEntries(
                            Map.entry("kind", "linear"),
                            Map.entry("target", "rings"),
                            Map.entry("features", "[\"sex=I\",\"sex=M\",\"length\"]"),
                            Map.entry("categories", "{\"sex\":[\"F\",\"I\",\"M\"]}"),
                            Map.entry("source", "config/samples/old-faithful.csv"),
                            Map.entry("data_fingerprint", "0123456789abcdef0123456789abcdef"),
                            Map.entry("rows_used", "272"),
                            Map.entry("seed", "9007199254740993"),
                            Map.entry("configuration", "fedcba98"),
                            Map.entry("loss", "34.75"),
                            Map.entry("state", "FINISHED"),
                            Map.entry("version", "0.1.0"),
                            Map.entry("created", "2026-11-21T08:00:00Z")),
                    metadata.getCustomMetadata());
            assertTrue(session.signature().contains("DOUBLE"), session.signature());
        }
    }

    @Test
    void metadata_keepAnyName_andLeaveOutALossThatDoesNotExist() throws OrtException {
        List<String> names = List.of(
                "", "\"", "\\", "a\nb\0", "Länge", "身長", "🎿", "\ud83c", "\udfbf", "</script>&'", "x".repeat(9_999));
        LinearModel model = new LinearModel(
                ImmutableList.copyOf(names),
                ImmutableMap.of(),
                "größe\ud83c",
                Models.linear("y", names, 0, new double[names.size()]).coefficients(),
                0,
                Models.provenance(names.size(), Double.NaN));
        try (OnnxSession session = new OnnxSession(OnnxExport.of(model))) {
            Map<String, String> metadata = session.metadata().getCustomMetadata();
            assertArrayEquals(names.toArray(), new Gson().fromJson(metadata.get("features"), String[].class));
            assertEquals("größe?", metadata.get("target"));
            assertFalse(metadata.containsKey("loss"));
        }
    }

    /** Read against the protocol's description, byte by byte. */
    @Test
    void graph_ofThreeFeatures_isTheGoldenOne() {
        byte[] graph = OnnxGraph.of(Models.linear("y", List.of("a", "b", "c"), 4, 1, 2, -0.5))
                .toBytes();
        String node = "0a1b" + "0a0158" + "0a0157" + "0a0142" + "120a" + text("prediction") + "2204" + text("Gemm");
        String name = "1206" + text("linear");
        String w = "2a23" + "0803" + "0801" + "100b" + "420157" + "4a18" + "000000000000f03f" + "0000000000000040"
                + "000000000000e0bf";
        String b = "2a11" + "0801" + "100b" + "420142" + "4a08" + "0000000000001040";
        String input = "5a14" + "0a0158" + "120f" + "0a0d" + "080b" + "1209" + "0a03" + "12014e" + "0a02" + "0803";
        String output = "621d" + "0a0a" + text("prediction") + "120f" + "0a0d" + "080b" + "1209" + "0a03" + "12014e"
                + "0a02" + "0801";
        assertEquals(node + name + w + b + input + output, HexFormat.of().formatHex(graph));
    }

    @Test
    void of_equalModels_givesEqualBytes() {
        assertArrayEquals(OnnxExport.of(Models.faithful()), OnnxExport.of(Models.faithful()));
    }

    @Test
    void write_replacesTheFile_andLeavesNoTemporary() throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.writeString(file, "old");
        OnnxExport.write(file, Models.faithful());
        assertArrayEquals(OnnxExport.of(Models.faithful()), Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void write_whereItCannot_namesTheFile() {
        Path file = folder.resolve("nowhere").resolve("model.onnx");
        IOException e = assertThrows(IOException.class, () -> OnnxExport.write(file, Models.faithful()));
        assertEquals("cannot replace " + file + ": its directory does not exist", e.getMessage());
    }

    @Test
    void withoutProtobuf_saysWhatIsMissing() throws Exception {
        Path json = folder.resolve("model.json");
        ModelFile.write(json, Models.faithful());
        URL[] classes = {OnnxExport.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader loader = new URLClassLoader(classes, new WithoutProtobuf())) {
            Class<?> export = loader.loadClass(OnnxExport.class.getName());
            assertEquals(false, export.getMethod("isAvailable").invoke(null));
            Class<?> kind = loader.loadClass(Model.class.getName());
            Object model = kind.getMethod("read", Path.class).invoke(null, json);
            InvocationTargetException thrown =
                    assertThrows(InvocationTargetException.class, () -> export.getMethod("of", kind)
                            .invoke(null, model));
            Throwable e = assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(
                    "model.onnx needs the library com.google.protobuf:protobuf-java; add it to the class path",
                    e.getMessage());
        }
        assertTrue(OnnxExport.isAvailable());
    }

    /** Trains briefly; the run's two model files give the same answers as the model in memory. */
    private LinearModel trainedOn(Path table, String target) throws IOException, OrtException {
        TrainingResult result = Training.onCsv(table, target)
                .set("train.epochs", 200)
                .set("observe.plots.enabled", false)
                .directory(folder)
                .run();
        assertEquals(ImmutableList.of(), result.degraded());
        LinearModel model = (LinearModel) Model.read(folder.resolve("model.json"));
        assertEquals(result.model(), model);
        Dataset rows =
                new CsvSource(CsvOptions.of(table).withTarget(target)).load().dataset();
        assertEquals(rows.featureNames(), model.features());
        try (OnnxSession session = new OnnxSession(Files.readAllBytes(folder.resolve("model.onnx")))) {
            int d = rows.features();
            assertSameAnswers(model, session, Arrays.copyOf(rows.x(), rows.rows() * d));
            for (int i = 0; i < rows.rows(); i += 50) {
                assertSameAnswers(model, session, Arrays.copyOfRange(rows.x(), i * d, (i + 1) * d));
            }
            assertEquals(
                    rows.fingerprint(), session.metadata().getCustomMetadata().get("data_fingerprint"));
        }
        return model;
    }

    private static void assertSameAnswers(LinearModel model, OnnxSession session, double[] x) throws OrtException {
        int d = model.features().size();
        double[] answers = session.predict(x, d);
        assertEquals(x.length / d, answers.length);
        for (int i = 0; i < answers.length; i++) {
            double[] row = Arrays.copyOfRange(x, i * d, (i + 1) * d);
            double sum = Math.abs(model.intercept());
            for (int j = 0; j < d; j++) {
                sum += Math.abs(model.coefficients().get(j) * row[j]);
            }
            assertEquals(model.predict(row), answers[i], 1e-13 * sum, "row " + i);
        }
    }

    @Test
    void of_aClassifier_hasItsProbabilitiesAndLabels() throws OrtException {
        Random random = new Random(7);
        for (Classifier model : List.of(
                Models.flowers(),
                Models.logistic(List.of("no", "yes"), 0.5, 2, -0.25),
                Models.networkClassifier("no", "yes"))) {
            try (OnnxSession session = new OnnxSession(OnnxExport.of(model))) {
                assertSameClasses(model, session, new double[0]);
                assertSameClasses(model, session, random.doubles(2_000, -5, 5).toArray());
                assertSameClasses(
                        model, session, random.doubles(2_000, -1e4, 1e4).toArray());
            }
        }
    }

    @Test
    void of_equallyProbableClasses_labelsTheFirst() throws OrtException {
        try (OnnxSession session = new OnnxSession(OnnxExport.of(Models.logistic(List.of("no", "yes"), 0, 1)))) {
            assertArrayEquals(new double[] {0.5, 0.5}, session.probabilities(new double[] {0}, 1));
            assertArrayEquals(new long[] {0}, session.labels(new double[] {0}, 1));
        }
    }

    @Test
    void of_aNetwork_predictsTheNumber() throws OrtException {
        Network network = Models.networkModel().network();
        double[] x = new Random(8).doubles(2_000, -100, 100).toArray();
        try (OnnxSession session = new OnnxSession(OnnxExport.of(Models.networkModel()))) {
            double[] answers = session.predict(x, 2);
            for (int i = 0; i < answers.length; i++) {
                double[] row = {x[2 * i], x[2 * i + 1]};
                assertEquals(
                        Models.networkModel().predict(row), answers[i], 1e-13 * largestSum(network, row), "row " + i);
            }
            assertEquals("mlp", session.metadata().getCustomMetadata().get("kind"));
            assertFalse(session.metadata().getCustomMetadata().containsKey("classes"));
        }
    }

    @Test
    void metadata_ofAClassifier_tellTheClasses() throws OrtException {
        try (OnnxSession session = new OnnxSession(OnnxExport.of(Models.flowers()))) {
            OnnxModelMetadata metadata = session.metadata();
            assertEquals("softmax", metadata.getGraphName());
            assertEquals("softmax", metadata.getCustomMetadata().get("kind"));
            assertEquals(
                    "[\"setosa\",\"versicolor\",\"virginica\"]",
                    metadata.getCustomMetadata().get("classes"));
            assertEquals(
                    "Softmax regression of 'species' in original units. Columns of X in this order: 'length', 'width'."
                            + " Classes in this order: 'setosa', 'versicolor', 'virginica'.",
                    metadata.getDescription());
        }
    }

    /** A score that is off by e changes a probability p by at most 2 p e, relative to the sums that are rounded. */
    private static void assertSameClasses(Classifier model, OnnxSession session, double[] x) throws OrtException {
        int k = model.classes().size();
        double[] probabilities = session.probabilities(x, 2);
        long[] labels = session.labels(x, 2);
        assertEquals(x.length / 2, labels.length);
        assertEquals(x.length / 2 * k, probabilities.length);
        for (int i = 0; i < labels.length; i++) {
            double[] row = {x[2 * i], x[2 * i + 1]};
            double largest = 20 * (1 + Math.abs(row[0]) + Math.abs(row[1]));
            ImmutableDoubleArray expected = model.probabilities(row);
            for (int c = 0; c < k; c++) {
                assertEquals(
                        expected.get(c),
                        probabilities[i * k + c],
                        1e-14 * largest * expected.get(c) + 1e-300,
                        "row " + i + ", class " + c);
            }
            assertEquals((long) model.predict(row), labels[i], "row " + i);
        }
    }

    private static double largestSum(Network network, double[] row) {
        double sum = Math.abs(network.outputBiases().get(0));
        for (int i = 0; i < network.hiddenWeights().size(); i++) {
            double inner = Math.abs(network.hiddenBiases().get(i));
            for (int j = 0; j < row.length; j++) {
                inner += Math.abs(network.hiddenWeights().get(i).get(j) * row[j]);
            }
            sum += Math.abs(network.outputWeights().get(0).get(i)) * inner;
        }
        return sum;
    }

    /** Numbers of both signs over twelve powers of ten. */
    private static double[] spread(Random random, int length) {
        return random.doubles(length, -6, 6)
                .map(power -> random.nextGaussian() * Math.pow(10, power))
                .toArray();
    }

    private static String text(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(US_ASCII));
    }

    /** All libraries but protobuf, and nothing of ours. */
    private static final class WithoutProtobuf extends ClassLoader {
        WithoutProtobuf() {
            super(OnnxExportTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.google.protobuf.") || name.startsWith("io.github.piste.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
