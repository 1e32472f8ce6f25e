package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What cannot be done is refused before anything is written, by the name of the option that was typed. */
class MinimizeRefusalTest {
    private static String refusal(String args) {
        CommandLine command = new CommandLine(new MinimizeCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        command.parseArgs(Splitter.on(' ').splitToList(args).toArray(String[]::new));
        MinimizeCommand minimize = command.getCommand();
        return String.valueOf(assertThrows(RuntimeException.class, () -> minimize.plan(command))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x**2 --start 3; character 3",
                "x^2+sine(x) --start 3; character 5",
                "x^2; --start is missing",
                "x^2 --start 1,2; found a point of 2 numbers",
                "x^2 --start a; found 'a'",
                "x^2 --start (1; found '(1'",
                "x^2 --start 1 --gradient analytic; no analytic gradient",
                "x^2 --start 1 --learning-rate NaN; found 'NaN'",
                "x^2 --start 1 --learning-rate -1; above 0",
                "x^2 --start 1 --learning-rates 1,0; above 0",
                "x^2 --start 1 --learning-rates 0.1,0.5,0.10; found 0.1 twice",
                "x^2 --start 1 --steps 0; allowed are 1 to",
                "x^2 --start 1 -s run.seed=1; block train",
                "x^2 --start 1 -s train.mode=stochastic; has no effect on a function",
                "x^2 --start 1 -s train.batch-size=3; has no effect on a function",
                "x^2 --start 1 -s train.learning-rate=0.4; use the option --learning-rate",
                "x^2 --start 1 -s train.epochs=5; use the option --steps",
                "x^2 --start 1 -s train.rule=adam; use the option --rule",
                "x^2 --start 1 -s train.stop={patience=3}; one by one",
                "x^2 --start 1 --momentum 0.5; --momentum 0.5 has no effect with --rule 'sgd'",
                "x^2 --start 1 --pace 5; expected a duration",
                "x^2 --start 3 --h 1e-20; --h is too small here",
                "x^2 --start 1e14; --h is too small here",
                "y^2 --start 1; one variable is one of 'x'",
                "x1^2 --start 1; one variable is one of 'x0'",
                "booth --start 1,2,3; takes 2 variables",
                "rosenbruck; nearest: rosenbrock",
            })
    void whatCannotBeDone_isSaid(String args, String words) {
        String refusal = refusal(args);
        assertTrue(refusal.contains(words), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "--rule foo,--rule: found",
        "--schedule foo,--schedule: found",
        "--rule momentum --momentum 1.5,--momentum: found",
    })
    void wrongOption_isCalledAsItWasTyped(String option, String words) {
        String refusal = refusal("x^2 --start 1 " + option);
        assertTrue(refusal.startsWith(words), refusal);
        assertFalse(refusal.contains("-s train"), refusal);
    }
}
