package io.github.piste.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.piste.TestData;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.DataException;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.MissingPolicy;
import io.github.piste.model.Prediction.Columns;
import io.github.piste.model.Prediction.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTest {
    private static final LinearModel TWICE = Models.linear("y", List.of("x"), 0, 2);

    @TempDir
    Path folder;

    @Test
    void write_withoutTarget_predictsEveryRow() throws IOException {
        assertEquals("prediction\n2.0\n-0.5\n", predict(TWICE, "x,id\n1,a\n-0.25,b\n"));
    }

    @Test
    void write_ofASingleColumn_isFine() throws IOException {
        assertEquals("prediction\n2.0\n4.0\n", predict(TWICE, "x\n1\n2\n"));
    }

    @Test
    void write_withAllColumns_keepsTheirTexts() throws IOException {
        Counts counts = new Prediction(
                        TWICE, csv("\"a;\"\"b\";x;y\n\"1,5\";1.50;NA\n\"li\nne\";2;\nÄ;3e0;\" s \"\n"), Columns.ALL)
                .write(out());
        assertEquals(new Counts(3, 3, 0), counts);
        assertEquals(
                "\"a;\"\"b\",x,y,prediction\n\"1,5\",1.50,NA,3.0\n\"li\nne\",2,,4.0\nÄ,3e0,\" s \",6.0\n", result());
    }

    @Test
    void write_withoutHeader_namesKeptColumns_soThatTheModelFindsThemAgain() throws IOException {
        LinearModel model = Models.linear("2", List.of("1"), 0, 2);
        new Prediction(model, csv("1,5\n2,6\n"), Columns.ALL).write(out());
        assertEquals("V1,V2,prediction\n1,5,2.0\n2,6,4.0\n", result());
        RegressionEvaluation again =
                Models.regression(model, CsvOptions.of(out()).withTarget("prediction"));
        assertEquals(0, again.rmse());
    }

    @Test
    void write_ofATableWithAPredictionColumn_isRefusedIfItIsKept() throws IOException {
        assertEquals("prediction\n2.0\n", predict(TWICE, "x,prediction\n1,9\n"));
        DataException e = assertThrows(
                DataException.class, () -> new Prediction(TWICE, csv("x,prediction\n1,9\n"), Columns.ALL).write(out()));
        assertTrue(String.valueOf(e.getMessage()).contains("column 2 is already named 'prediction'"), e.getMessage());
    }

    @Test
    void missingCell_failsByDefault_andLeavesTheOldOutput() throws IOException {
        Files.writeString(out(), "old");
        DataException e =
                assertThrows(DataException.class, () -> new Prediction(TWICE, csv("y,x\n1,1\n2,\n"), Columns.PREDICTION)
                        .write(out()));
        assertEquals(
                source() + ": line 3, column 2 ('x'): the cell is missing; fill it in, or pass over such rows with"
                        + " missing = skip",
                e.getMessage());
        assertEquals("old", result());
        assertOnly("table.csv", "out.csv");
    }

    @Test
    void missingCell_withSkip_hasAnEmptyPrediction_soThatRowsStaySideBySide() throws IOException {
        CsvOptions options = csv("x,y\n,1\n2,\n3\n\n4,5\n1,2,3\n")
                .withDelimiter(Delimiter.of(','))
                .withMissing(MissingPolicy.SKIP);
        Counts counts = new Prediction(TWICE, options, Columns.PREDICTION).write(out());
        assertEquals(new Counts(5, 2, 3), counts);
        assertEquals("prediction\n\"\"\n4.0\n\"\"\n8.0\n\"\"\n", result());
        counts = new Prediction(TWICE, options, Columns.ALL).write(out());
        assertEquals(new Counts(5, 2, 3), counts);
        assertEquals("x,y,prediction\n,1,\n2,,4.0\n,,\n4,5,8.0\n,,\n", result());
    }

    @Test
    void missingCell_withMean_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Prediction(
                        TWICE, csv("x\n1\n").withMissing(MissingPolicy.MEAN), Columns.PREDICTION)
                .write(out()));
        assertFalse(Files.exists(out()));
    }

    @Test
    void headerOnly_isRefused() {
        DataException e = assertThrows(DataException.class, () -> new Prediction(
                        TWICE, csv("x,y\n").withHeader(HeaderRule.PRESENT), Columns.PREDICTION)
                .write(out()));
        assertEquals(source() + ": no data rows; expected at least one", e.getMessage());
        assertFalse(Files.exists(out()));
    }

    @Test
    void category_selectsItsIndicator_andUnknownLevelsAreRefused() throws IOException {
        LinearModel model = Models.withCategories(
                Models.linear("y", List.of("sex=I", "x", "sex=M"), 1, 10, 1, 100),
                ImmutableMap.of("sex", ImmutableList.of("F", "I", "M")));
        assertEquals("prediction\n1.5\n11.5\n101.5\n", predict(model, "x,sex\n0.5,F\n0.5,I\n0.5,M\n"));
        DataException e = assertThrows(DataException.class, () -> predict(model, "x,sex\n0.5,F\n0.5,Male\n"));
        assertEquals(
                source() + ": line 3, column 2 ('sex'): found 'Male', which the model does not know;"
                        + " it knows 'F', 'I', 'M'",
                e.getMessage());
    }

    @Test
    void output_isNotSeenBeforeItIsWhole() throws IOException {
        Files.writeString(out(), "old");
        List<String> seen = new ArrayList<>();
        StringBuilder text = new StringBuilder("x\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(i).append('\n');
        }
        CsvOptions options = csv(text.toString());
        Prediction prediction = new Prediction(TWICE, options, Columns.PREDICTION);
        try (OutputStream spy = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("expected whole buffers");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                seen.add(result());
            }
        }) {
            prediction.write(spy);
        }
        assertTrue(seen.size() > 1, "streamed in " + seen.size() + " parts");
        assertEquals(new Counts(200_000, 200_000, 0), prediction.write(out()));
        List<String> lines = Files.readAllLines(out());
        assertEquals(200_001, lines.size());
        assertEquals("399998.0", lines.get(200_000));
        assertOnly("table.csv", "out.csv");
    }

    @Test
    void output_ontoTheTable_isRefused() throws IOException {
        CsvOptions options = csv("x\n1\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), options.path());
        for (Path same : List.of(options.path(), link)) {
            IOException e = assertThrows(
                    IOException.class, () -> new Prediction(TWICE, options, Columns.PREDICTION).write(same));
            assertTrue(String.valueOf(e.getMessage()).startsWith("cannot replace " + same), e.getMessage());
        }
        assertEquals("x\n1\n", Files.readString(options.path()));
    }

    @Test
    void output_throughALink_replacesTheFileBehindIt() throws IOException {
        Path behind = Files.writeString(folder.resolve("behind.csv"), "old");
        Files.createSymbolicLink(out(), behind);
        predict(TWICE, "x\n1\n");
        assertEquals("prediction\n2.0\n", Files.readString(behind));
        assertTrue(Files.isSymbolicLink(out()));
    }

    @Test
    void output_thatCannotBeWritten_isNamed() throws IOException {
        Prediction prediction = new Prediction(TWICE, csv("x\n1\n"), Columns.PREDICTION);
        IOException directory = assertThrows(IOException.class, () -> prediction.write(folder));
        assertEquals("cannot replace " + folder.toRealPath() + ": it is a directory", directory.getMessage());
        Path nowhere = folder.resolve("nowhere").resolve("out.csv");
        IOException missing = assertThrows(IOException.class, () -> prediction.write(nowhere));
        assertEquals("cannot replace " + nowhere + ": its directory does not exist", missing.getMessage());
    }

    @Test
    void output_toADevice_isWrittenDirectly() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "needs /dev/null");
        assertEquals(new Counts(1, 1, 0), new Prediction(TWICE, csv("x\n1\n"), Columns.PREDICTION).write(device));
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void output_toAFullDevice_isNamed() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        Prediction prediction = new Prediction(TWICE, csv("x\n1\n"), Columns.PREDICTION);
        IOException e = assertThrows(IOException.class, () -> prediction.write(full));
        assertEquals("cannot write /dev/full: No space left on device", e.getMessage());
    }

    @Test
    void stream_isFlushedButNotClosed_andItsFaultIsAnIOException() throws IOException {
        Prediction prediction = new Prediction(TWICE, csv("x\n1\n"), Columns.PREDICTION);
        boolean[] closed = {false};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        prediction.write(bytes);
        assertEquals("prediction\n2.0\n", bytes.toString(UTF_8));
        assertFalse(closed[0]);
        IOException e = assertThrows(
                IOException.class,
                () -> prediction.write(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("broken pipe");
                    }
                }));
        assertEquals("broken pipe", e.getMessage());
    }

    @Test
    void classifier_namesTheClass_besideAllProbabilities() throws IOException {
        Model model = Models.logistic(List.of("no, never", "yes"), 0, 1);
        assertEquals(
                "prediction,\"probability(no, never)\",probability(yes)\n\"no, never\",0.5,0.5\nyes,0.0,1.0\n",
                predict(model, "x0\n0\n1000\n"));
        CsvOptions options = csv("x0,id\n0,a\n,b\n").withMissing(MissingPolicy.SKIP);
        assertEquals(new Counts(2, 1, 1), new Prediction(model, options, Columns.ALL).write(out()));
        assertEquals(
                "x0,id,prediction,\"probability(no, never)\",probability(yes)\n0,a,\"no, never\",0.5,0.5\n,b,,,\n",
                result());
        DataException e = assertThrows(
                DataException.class,
                () -> new Prediction(model, csv("x0,probability(yes)\n1,9\n"), Columns.ALL).write(out()));
        assertTrue(
                String.valueOf(e.getMessage()).contains("column 2 is already named 'probability(yes)'"),
                e.getMessage());
    }

    @Test
    void oldFaithful_asR() throws IOException {
        CsvOptions table = CsvOptions.of(TestData.path("old-faithful", "faithful.csv"));
        Counts counts = new Prediction(Models.faithful(), table, Columns.ALL).write(out());
        assertEquals(new Counts(272, 272, 0), counts);
        List<String> lines = Files.readAllLines(out());
        assertEquals("eruptions,waiting,prediction", lines.get(0));
        assertEquals(72.1011, Double.parseDouble(lines.get(1).split(",", -1)[2]), 1e-4);
        assertTrue(lines.get(1).startsWith("3.6,79,"), lines.get(1));
        RegressionEvaluation exact =
                Models.regression(Models.faithful(), CsvOptions.of(out()).withTarget("prediction"));
        assertEquals(0, exact.rmse(), "the output holds every bit");
    }

    @Test
    void wine_withItsOwnDialect() throws IOException {
        CsvOptions table = CsvOptions.of(TestData.path("wine-quality", "winequality-red.csv"));
        LinearModel model = Models.linear("quality", List.of("alcohol", "pH"), 0, 1, 0);
        assertEquals(new Counts(1599, 1599, 0), new Prediction(model, table, Columns.PREDICTION).write(out()));
        assertEquals("9.4", Files.readAllLines(out()).get(1));
    }

    private String predict(Model model, String text) throws IOException {
        new Prediction(model, csv(text), Columns.PREDICTION).write(out());
        return result();
    }

    private CsvOptions csv(String text) {
        return Models.csv(folder, text);
    }

    private Path out() {
        return folder.resolve("out.csv");
    }

    private String result() throws IOException {
        return Files.readString(out());
    }

    private String source() {
        return folder.resolve("table.csv").toString();
    }

    private void assertOnly(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(names).stream().sorted().toList(),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }
}
