package io.github.piste.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.ImmutableLongArray;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.DataException;
import io.github.piste.data.MissingPolicy;
import io.github.piste.model.ClassEvaluation.WorstRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassEvaluationTest {
    private static final LogisticModel SIGN = Models.logistic(List.of("no", "yes"), 0, 1);

    @TempDir
    Path folder;

    @Test
    void of_measuresByHand() {
        ClassEvaluation e = evaluate(SIGN, "class,x0\nyes,1\nno,-2\nyes,-1\nno,-3\nno,4\n");
        assertEquals(5, e.rowsUsed());
        assertEquals(0.6, e.accuracy());
        double losses = loss(1) + loss(2) + loss(-1) + loss(3) + loss(-4);
        assertEquals(losses / 5, e.logLoss(), 1e-15);
        assertEquals(List.of(ImmutableLongArray.of(2, 1), ImmutableLongArray.of(1, 1)), e.confusion());
        assertEquals(2.0 / 3, e.recall(0));
        assertEquals(2.0 / 3, e.precision(0));
        assertEquals(0.5, e.recall(1));
        assertEquals(0.5, e.precision(1));
        assertEquals(
                List.of(6L, 4L, 2L, 3L, 5L),
                e.worst().stream().map(WorstRow::line).toList());
        WorstRow worst = e.worst().get(0);
        assertEquals("no", worst.actual());
        assertEquals("yes", worst.predicted());
        assertEquals(1 / (1 + Math.exp(4)), worst.probability(), 1e-16);
    }

    @Test
    void logLoss_ofAnImpossibleClass_isFinite() {
        ClassEvaluation e = evaluate(SIGN, "class,x0\nno,5000\nno,9000\n");
        assertEquals(7000, e.logLoss());
        assertEquals(List.of(new WorstRow(3, "no", "yes", 0), new WorstRow(2, "no", "yes", 0)), e.worst());
        assertEquals(Double.NaN, e.recall(1));
        assertEquals(Double.NaN, e.precision(0));
        assertEquals(0, e.precision(1));
    }

    @Test
    void worst_holdsFive_theEarlierOfEqualOnes() {
        ClassEvaluation e = evaluate(SIGN, "class,x0\n" + "no,1\n".repeat(20) + "no,2\n");
        assertEquals(
                List.of(22L, 2L, 3L, 4L, 5L),
                e.worst().stream().map(WorstRow::line).toList());
    }

    @Test
    void numberedClasses_areComparedAsNumbers() {
        LogisticModel model = Models.logistic(List.of("1", "3"), 0, 1);
        assertEquals(1, evaluate(model, "class,x0\n1.0,-1\n3,1\n+3e0,1\n").accuracy());
    }

    @Test
    void unknownClass_isNamedWithItsPlace() {
        DataException e = assertThrows(DataException.class, () -> evaluate(SIGN, "x0,class\n1,yes\n2,maybe\n"));
        assertEquals(
                folder.resolve("table.csv")
                        + ": line 3, column 2 ('class'): found 'maybe', a class that the model does not know;"
                        + " it knows 'no', 'yes'",
                e.getMessage());
    }

    @Test
    void missingClass_failsOrIsSkipped() {
        CsvOptions table = Models.csv(folder, "x0,class\n1,yes\n2,NA\n,no\n");
        DataException e = assertThrows(DataException.class, () -> Evaluation.of(SIGN, table));
        assertEquals(
                folder.resolve("table.csv")
                        + ": line 3, column 2 ('class'): the cell is missing; fill it in, or pass over"
                        + " such rows with missing = skip",
                e.getMessage());
        assertEquals(
                2, Evaluation.of(SIGN, table.withMissing(MissingPolicy.SKIP)).rowsSkipped());
    }

    @Test
    void scoresBeyondADouble_areRefused() {
        LogisticModel steep = Models.logistic(List.of("no", "yes"), 0, 1e300);
        DataException e = assertThrows(DataException.class, () -> evaluate(steep, "class,x0\nyes,1e300\n"));
        assertEquals(
                folder.resolve("table.csv")
                        + ": line 2: the loss is NaN; the row is too far outside what a double can hold",
                e.getMessage());
    }

    private ClassEvaluation evaluate(Model model, String table) {
        return (ClassEvaluation) Evaluation.of(model, Models.csv(folder, table));
    }

    /** The loss where the score of the actual class exceeds the other's. */
    private static double loss(double by) {
        return Math.log1p(Math.exp(-by));
    }
}
