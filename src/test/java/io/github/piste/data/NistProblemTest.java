package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NistProblemTest {
    @TempDir
    Path folder;

    @Test
    void allFiles_giveTheValuesOfTheTable() throws IOException {
        List<String> table = Files.readAllLines(TestData.path("nist-certified.csv"));
        int checked = 0;
        for (String line : table.subList(1, table.size())) {
            String[] cells = line.split(",", -1);
            NistProblem problem = NistProblem.read(TestData.path("nist-strd", cells[0] + ".dat"));
            switch (cells[1]) {
                case "coef" -> {
                    int term = Integer.parseInt(cells[2].substring(1));
                    int j = term == 0 ? problem.coefficients().length() - 1 : term - 1;
                    assertEquals(
                            Double.parseDouble(cells[3]), problem.coefficients().get(j), line);
                    assertEquals(
                            Double.parseDouble(cells[4]),
                            problem.standardErrors().get(j),
                            line);
                }
                case "residual_sd" -> assertEquals(Double.parseDouble(cells[3]), problem.residualDeviation(), line);
                case "r_squared" -> assertEquals(Double.parseDouble(cells[3]), problem.rSquared(), line);
                case "observations" ->
                    assertEquals(Integer.parseInt(cells[3]), problem.data().rows(), line);
                default -> {
                    continue;
                }
            }
            checked++;
        }
        assertEquals(55 + 3 * 11, checked);
    }

    @Test
    void filip_isOneColumnAndTenPowers() throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", "Filip.dat"));

        assertEquals("Filip", problem.name());
        assertEquals(10, problem.degree());
        assertTrue(problem.intercept());
        assertEquals(1, problem.data().features());
        assertEquals(10, problem.model().features());
        assertEquals(Math.pow(-6.860120914, 3), problem.model().x()[2], 1e-12);
        assertFalse(NistProblem.read(TestData.path("nist-strd", "NoInt1.dat")).intercept());
    }

    @Test
    void whatIsNotNists_isRefusedWithTheFilesName() throws IOException {
        assertRefused("a,b\n1,2\n", "no line 'Certified Values (lines .. to ..)' in its header");
        assertRefused("Certified Values (lines 3 to 9)\n", "but the file has 1 lines");
        assertRefused("Certified Values (lines 99999999999999999999 to 9)\n", "but the file has 1 lines");
        assertRefused("Certified Values (lines 1 to 1)\nData (lines 1 to 1)\n", "no certified coefficient");
        String head = "Certified Values (lines 3 to 5)\nData (lines 6 to 7)\n";
        String certified = " B0 1.0 0.5\n Standard Deviation 0.1\n R-Squared 0.9\n";
        assertRefused(head + certified + "1 2\n3\n", "data row 2 has 1 numbers, expected 2");
        assertRefused(head + certified + "1 2\n3 x\n", "found 'x', expected a number");
        assertRefused(head + certified + "1 2\n3 4\n", "1 certified coefficients for 1 columns of x and degree 1");
    }

    @Test
    void rightDigits_areOfTheWorst() {
        ImmutableDoubleArray certified = ImmutableDoubleArray.of(1, 0, -200);
        assertEquals(15, NistProblem.rightDigits(certified, certified));
        assertEquals(3, NistProblem.rightDigits(ImmutableDoubleArray.of(1.001, 1e-9, -200), certified), 1e-9);
        assertEquals(4, NistProblem.rightDigits(ImmutableDoubleArray.of(1, 1e-4, -200), certified), 1e-9);
        assertEquals(
                Double.NEGATIVE_INFINITY,
                NistProblem.rightDigits(ImmutableDoubleArray.of(Double.NaN, 0, -200), certified));
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("Other.dat"), text);
        DataException e = assertThrows(DataException.class, () -> NistProblem.read(file));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
        assertTrue(String.valueOf(e.getMessage()).contains("Other.dat"), e::getMessage);
    }
}
