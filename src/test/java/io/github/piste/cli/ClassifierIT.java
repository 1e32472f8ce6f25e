package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Standardizer;
import io.github.piste.model.Model;
import io.github.piste.model.ModelFile;
import io.github.piste.model.Network;
import io.github.piste.model.NetworkModel;
import io.github.piste.model.Provenance;
import io.github.piste.model.SoftmaxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says about models of classes and networks. */
class ClassifierIT {
    private static final ImmutableList<String> FEATURES = ImmutableList.of("length", "width");

    @TempDir
    private Path temp;

    @Test
    void evaluate_ofAClassifier_showsItsMistakes() throws IOException {
        PisteProcess.Ended ended =
                PisteProcess.run("evaluate", flowers(), table("setosa")).with(ExitCode.DONE);
        List<String> lines = ended.out().lines().toList();
        assertEquals("rows        5 used, 0 skipped", lines.get(0), ended::out);
        assertEquals("accuracy    0.8", lines.get(1).replaceAll("0+$", ""), ended::out);
        assertTrue(lines.get(2).startsWith("log-loss    0."), ended::out);
        assertEquals("confusion   rows: what species is, columns: what was predicted", lines.get(3), ended::out);
        assertEquals("              setosa  versicolor  virginica    recall  precision", lines.get(4), ended::out);
        assertEquals("  setosa           1           0          0    1.0000     0.5000", lines.get(5), ended::out);
        assertEquals("  versicolor       1           1          0    0.5000     1.0000", lines.get(6), ended::out);
        assertEquals("  virginica        0           0          2    1.0000     1.0000", lines.get(7), ended::out);
        assertEquals("worst rows", lines.get(8), ended::out);
        assertTrue(
                lines.get(9)
                        .matches(
                                "  line 4 +species is versicolor, to which the model gives 0\\.\\d+; predicted setosa"),
                ended::out);
    }

    @Test
    void evaluate_ofAnUnknownClass_namesItsPlace() throws IOException {
        PisteProcess.Ended ended =
                PisteProcess.run("evaluate", flowers(), table("rosa")).with(ExitCode.DATA);
        assertTrue(
                ended.err()
                        .contains("line 2, column 3 ('species'): found 'rosa', a class that the model does not know;"
                                + " it knows 'setosa', 'versicolor', 'virginica'"),
                ended::err);
    }

    @Test
    void predict_ofAClassifier_writesClassAndProbabilities() throws IOException {
        Path out = temp.resolve("out.csv");
        PisteProcess.run("predict", flowers(), table("setosa"), "--keep", "--out", out.toString())
                .with(ExitCode.DONE);
        List<String> lines = Files.readAllLines(out);
        assertEquals(
                "length,width,species,prediction,probability(setosa),probability(versicolor),probability(virginica)",
                lines.get(0));
        String[] cells = lines.get(1).split(",", -1);
        assertEquals("setosa", cells[3]);
        assertEquals(
                1, Double.parseDouble(cells[4]) + Double.parseDouble(cells[5]) + Double.parseDouble(cells[6]), 1e-15);
        assertTrue(Double.parseDouble(cells[4]) > 0.9, lines.get(1));
    }

    @Test
    void predict_andEvaluate_ofANetwork() throws IOException {
        Network network = new Network(
                ImmutableList.of(ImmutableDoubleArray.of(1, 0), ImmutableDoubleArray.of(-1, 0)),
                ImmutableDoubleArray.of(-4, 4),
                ImmutableList.of(ImmutableDoubleArray.of(2, 3)),
                ImmutableDoubleArray.of(1));
        String model = save(new NetworkModel(FEATURES, ImmutableMap.of(), "width", network, provenance()));
        PisteProcess.Ended piped = PisteProcess.run("predict", model, table("setosa"), "--out", "-")
                .with(ExitCode.DONE);
        assertEquals(
                List.of("prediction", "8.5", "2.0", "7.0", "5.0", "5.0"),
                piped.out().lines().toList(),
                piped::out);
        PisteProcess.Ended measured =
                PisteProcess.run("evaluate", model, table("setosa")).with(ExitCode.DONE);
        assertTrue(measured.out().contains("RMSE"), measured::out);
    }

    private String table(String first) throws IOException {
        return Files.writeString(
                        temp.resolve("flowers.csv"),
                        "length,width,species\n1.5,0.2," + first
                                + "\n4.5,1.5,versicolor\n2,0.5,versicolor\n6,2,virginica\n6,2.5,virginica\n")
                .toString();
    }

    private String flowers() throws IOException {
        return save(new SoftmaxModel(
                FEATURES,
                ImmutableMap.of(),
                "species",
                ImmutableList.of("setosa", "versicolor", "virginica"),
                ImmutableList.of(
                        ImmutableDoubleArray.of(-2.5, 0.5),
                        ImmutableDoubleArray.of(0.75, -1),
                        ImmutableDoubleArray.of(1.75, 0.5)),
                ImmutableDoubleArray.of(8, 1, -7),
                provenance()));
    }

    private String save(Model model) throws IOException {
        Path file = temp.resolve("model.json");
        ModelFile.write(file, model);
        return file.toString();
    }

    private static Provenance provenance() {
        return new Provenance(
                "flowers.csv",
                "0123456789abcdef0123456789abcdef",
                5,
                1,
                "fedcba98",
                0.125,
                "FINISHED",
                "0.1.0",
                "2026-11-21T08:00:00Z",
                new Standardizer(ImmutableDoubleArray.of(4, 1.25), ImmutableDoubleArray.of(2, 0.75)));
    }
}
