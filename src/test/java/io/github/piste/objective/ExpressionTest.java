package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text becomes a function, or an error that points at the character. */
@Timeout(60)
class ExpressionTest {
    private static double at(String text, double... w) {
        return Expression.parse(text).value(w);
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(ExpressionException.class, () -> Expression.parse(text))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x^2+16; 3; 25",
                "-x^2; 3; -9",
                "(-x)^2; 3; 9",
                "2^-x; 1; 0.5",
                "2^-x*3; 1; 1.5",
                "2^3^x; 2; 512",
                "-2^-x^2; 1; -0.5",
                "x*-x^2; 2; -8",
                "--x; 2; 2",
                "x - -x; 2; 4",
                "2x; 3; 6",
                "2(x+1)(x-1); 3; 16",
                "2sin(0x)+2x^2; 3; 18",
                "x/2*3; 4; 6",
                "1 - 2 - x; 3; -4",
                "sin(x)^2 + cos(x)^2; 0; 1",
                "exp(log(x)); 7; 7",
                "ln(e)*x + sqrt(4) + abs(-1); 1; 4",
                "max(x, 2) + min(x, 2) + pow(x, 2); 3; 14",
                "1e3x + .5 + 1.; 1; 1001.5",
                "cos(pi)x; 2; -2",
                "2e*x/e; 1; 2",
                "1/x; 0; Infinity",
                "sqrt(x); -1; NaN",
            })
    void value_isTheOneOfMathematics(String text, double x, double expected) {
        assertEquals(expected, at(text, x), 1e-12);
    }

    @Test
    void square_isAProductToTheBit() {
        Random random = new Random(1);
        Expression square = Expression.parse("x^2");
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
            assertEquals(x * x, square.value(new double[] {x}), 0);
        }
    }

    @Test
    void variables_areOrderedAndIndexedNamesAreNoProducts() {
        assertEquals(List.of("x", "y"), Expression.parse("y*x").variables());
        assertEquals(List.of("x0", "x1"), Expression.parse("x1 - 2x0").variables());
        assertEquals(-1, at("x1 - 2x0", 2, 3), 0);
        StringBuilder twenty = new StringBuilder("x19");
        for (int j = 0; j < 19; j++) {
            twenty.append(" + x").append(j);
        }
        assertEquals(20, Expression.parse(twenty.toString()).dimension());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x**2; character 3; written ^",
                "x^2 + sine(x); character 7; nearest: sin",
                "x^2 + ; character 6; ends here",
                "(x + 1; character 1; never closed",
                "x + 1); character 6; no '(' is open",
                "x y; character 3; operator",
                "xy; character 1; neither a function nor a variable",
                "x(2); character 2; operator",
                "2 3x; character 3; operator",
                "sin x; character 1; parentheses",
                "sin(x, 2); character 6; comma",
                "max(x); character 6; two arguments",
                "0,5x; character 2; decimals",
                "1e999*x; character 1; largest number",
                "x − 1; character 3; write -",
                "x² + 1; character 2; write ^2",
                "3·x; character 2; write *",
                "x20 + 1; character 1; up to x19",
                "1/2x; character 4; two ways",
                "x = 3; character 3; allowed",
                ". + x; character 1; digits",
                "*x; character 1; must come first",
                "x0 + x2; no 'x1'; without gaps",
                "x1 + x2; no 'x0'; without gaps",
                "x + z; no 'y'; without gaps",
                "x + x0; found the variables; either",
                "3 + 4; no variable; gradient",
            })
    void refusal_pointsAtTheCharacterAndHelps(String text, String where, String help) {
        String message = refusal(text);
        assertTrue(message.contains(where) && message.contains(help), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\n",
                "\u0000",
                "x\u001b[31m",
                "x\u202e+1",
                "\ud800",
                "x + \ud83d\ude00",
                "x;y",
                "Runtime"
            })
    void hostileText_isRefusedInOneSafeLine(String text) {
        String message = refusal(text);
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
        assertFalse(message.contains("\u202e"), message);
    }

    @Test
    void longText_isRefusedOrReadInBoundedTime() {
        assertTrue(refusal("x+".repeat(5_000_000) + "x").contains("characters"));
        assertTrue(refusal("(".repeat(9_000) + "x").contains("never closed"));
        assertEquals(3, at("(".repeat(4_999) + "x" + ")".repeat(4_999), 3), 0);
        assertEquals(3, at("-".repeat(9_000) + "x", 3), 0);
        assertEquals(1, at("x^".repeat(4_999) + "x", 1), 0);
        assertEquals(5_000, at("x+".repeat(4_999) + "x", 1), 0);
        assertEquals(Math.sin(1), at("sin(".repeat(1) + "x" + ")", 1), 0);
        assertTrue(at("sin(".repeat(1_900) + "x" + ")".repeat(1_900), 1) < 0.1);
    }

    @Test
    void randomText_givesAFunctionOrTheDocumentedError() {
        String[] pieces = {
            "x", "y", "z", "x0", "x1", "x19", "x20", "1", "2.5", ".", "1e5", "1e999", "e", "pi", "sin", "log", "max",
            "pow", "(", ")", "(", ")", "+", "-", "*", "/", "^", ",", " ", "**", "foo", "\u00e9", "\u0000", "[", "=",
            "%", "!", "#"
        };
        Random random = new Random(42);
        int functions = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(12); k >= 0; k--) {
                text.append(
                        random.nextInt(20) == 0
                                ? String.valueOf((char) random.nextInt(0x10000))
                                : pieces[random.nextInt(pieces.length)]);
            }
            try {
                Expression parsed = Expression.parse(text.toString());
                double[] w = new double[parsed.dimension()];
                Arrays.fill(w, 0.5);
                parsed.valueAndGradient(w, new double[w.length]);
                functions++;
            } catch (ExpressionException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.chars().noneMatch(Character::isISOControl), message);
            }
        }
        assertTrue(functions > 50, "only " + functions + " were functions");
    }
}
