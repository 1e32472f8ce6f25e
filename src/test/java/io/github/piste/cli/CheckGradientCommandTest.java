package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence and the exit code. */
class CheckGradientCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x0^2+x1^2   | 3,4   | 0 | 'the gradient is right: relative error '",
                "x^3         | 0     | 0 | 'below 1.0E-4'",
                "rosenbrock  | -1,2  | 0 | 'below 1.0E-7'",
                "x^2         | 1e10  | 1 | 'the gradient is wrong: relative error 0.00'",
                "x^2         | 1e30  | 1 | 'the gradient is wrong: relative error 1'",
                "sin(1/x)    | 0.001 | 1 | 'the gradient is wrong'",
                "log(x)      | 0     | 1 | 'not checked: the value at the point is not finite: -Infinity'",
                "sqrt(x)     | 0     | 1 | 'not checked: the function has no finite values around the point'",
                "abs(x)      | 0     | 1 | 'not checked: the function has a kink'",
            })
    void verdict_andExitCodeAgree(String function, String at, int exit, String words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        int found;
        try {
            found = Main.run("check-gradient", function, "--at", at);
        } finally {
            System.setOut(before);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains(words), text);
        assertEquals(exit, found, text);
    }
}
