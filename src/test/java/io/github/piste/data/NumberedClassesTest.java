package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedClassesTest {
    @TempDir
    Path folder;

    @Test
    void asClasses_ofNumbers_namesThemByTheirShortestDecimal_inNumericOrder() {
        Dataset data = ofTargets(10, 2, -0.5, 0.0, 2, -0.0, 1e20, 0.002, 1e-9);
        Dataset classified = data.asClasses();
        assertEquals(List.of("-0.5", "0", "1E-9", "0.002", "2", "10", "1E+20"), classified.classes());
        assertArrayEquals(new double[] {5, 4, 0, 1, 4, 1, 6, 3, 2}, classified.y());
        assertEquals("t", classified.targetName());
        assertEquals(List.of(), data.classes());
        assertEquals(10, data.y()[0], "the numbers stay with the data set they are in");
    }

    @Test
    void asClasses_ofClasses_changesNothing() {
        Dataset data = ofTargets(0, 1, 1).withClasses(List.of("no", "yes"));
        assertSame(data, data.asClasses());
    }

    @Test
    void asClasses_ofManyNumbers_saysHowMany() {
        assertEquals(
                100,
                ofTargets(IntStream.range(0, 100).asDoubleStream().toArray())
                        .asClasses()
                        .classes()
                        .size());
        Dataset data = ofTargets(
                IntStream.range(0, 202).mapToDouble(i -> Math.floor(i / 2.0)).toArray());
        DataException e = assertThrows(DataException.class, data::asClasses);
        assertEquals(
                "target 't': found 101 different numbers in 202 rows, a classifier takes at most 100 classes;"
                        + " predict the number with a linear model or a network, or choose another target",
                e.getMessage());
    }

    @Test
    void asClasses_ofOneClass_isRefused() {
        String expected = "target 't': all 2 rows are of the class '%s'; a classifier needs at least two classes";
        assertEquals(
                expected.formatted("7"),
                assertThrows(DataException.class, ofTargets(7, 7)::asClasses).getMessage());
        Dataset named = ofTargets(0, 0).withClasses(List.of("yes"));
        assertEquals(
                expected.formatted("yes"),
                assertThrows(DataException.class, named::asClasses).getMessage());
    }

    @Test
    void column_ofNamedClasses_takesNamesOnly() {
        assertArrayEquals(new int[] {1, 0, 1}, read("b\na\nb\n", "a", "b"));
        assertArrayEquals(new int[] {1, 0}, read("1.0\n1\n", "1", "1.0"));
        assertEquals(
                folder.resolve("data.csv")
                        + ": line 3, column 1 ('t'): found 'c', a class that the model does not know; it knows 'a', 'b'",
                assertThrows(DataException.class, () -> read("b\nc\n", "a", "b"))
                        .getMessage());
        assertThrows(DataException.class, () -> read("1.0\na\n", "1", "a"));
    }

    @Test
    void column_ofNumberedClasses_comparesNumbers() {
        assertArrayEquals(new int[] {0, 2, 1, 1, 0}, read("0\n3.0\n1\n+1e0\n-0\n", "0", "1", "3"));
        assertEquals(
                folder.resolve("data.csv")
                        + ": line 2, column 1 ('t'): found '2', a class that the model does not know; it knows '0', '1'",
                assertThrows(DataException.class, () -> read("2\n", "0", "1")).getMessage());
        assertThrows(DataException.class, () -> read("yes\n", "0", "1"));
    }

    private int[] read(String cells, String... classes) {
        String text = "t,x\n" + cells.replace("\n", ",0\n");
        try (CsvRows rows = CsvRows.open(Fixture.csv(folder, text).withHeader(HeaderRule.PRESENT))) {
            ClassColumn column = ClassColumn.of(rows, 0, ImmutableList.copyOf(classes));
            IntStream.Builder numbers = IntStream.builder();
            while (rows.next()) {
                numbers.add(column.read());
            }
            return numbers.build().toArray();
        }
    }

    private static Dataset ofTargets(double... y) {
        return Dataset.of(new double[y.length][1], y, List.of("x"), "t");
    }
}
