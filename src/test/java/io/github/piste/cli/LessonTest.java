package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.QuietDescent;
import io.github.piste.train.Descent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a descent on a function teaches. */
@Timeout(120)
class LessonTest {
    @TempDir
    private Path temp;

    /** What {@code piste minimize} prints, without its pictures. */
    private String text(String args) throws IOException {
        CommandLine command = new CommandLine(new MinimizeCommand());
        command.parseArgs(Splitter.on(' ').splitToList(args).toArray(String[]::new));
        MinimizeCommand.Plan plan = ((MinimizeCommand) command.getCommand()).plan(command);
        MinimizeText text = new MinimizeText(plan.problem(), plan.start(), 5);
        StringBuilder all = new StringBuilder(text.beginning());
        for (Descent descent : plan.descents()) {
            FunctionOutcome outcome = QuietDescent.run(plan.problem(), descent, plan.start(), temp.resolve("path.csv"));
            Lesson lesson = Lesson.of(plan.problem(), plan.start(), outcome);
            all.append(text.ending(outcome, lesson)).append(lesson.headline()).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x^3 --start 1 --steps 3000; shelf",
                "x^3 --start 0; an error of the difference quotient",
                "x^2 --start 3 --learning-rate 0.9 --steps 20; Each step overshoots",
                "x^2 --start -3 --learning-rate 0.99; Each step overshoots",
                "x^2-y^2 --start 1,0.001; no minimum in sight",
                "x^2-y^2 --start 1,0.001 --steps 10000; diverged: the function falls without end",
                "x^2 --start -3 --ascend; no maximum in sight",
                "-x --start 3; as long as ever",
                "-x^2 --start 3; no minimum in sight",
                "2x --start 3; no minimum in sight",
                "1e5*x --start 3; no minimum in sight",
                "log(x) --start 1; diverged: the function has no value there",
                "log(x) --start -1; no finite value at the start",
                "tanh(x) --start 5; plateau",
                "1/(1+exp(-x)) --start 20; plateau",
                "1/(1+exp(-x)) --start -20; plateau",
                "1e-6*x^2 --start 3; too small to get anywhere",
                "x^4 --start 1 --steps 100000; settled in a minimum",
                "x^4-x^2 --start 0; start a little beside it",
                "x^2-y^2 --start 1,0; stopped on a saddle",
                "x^2 --start 0; 0.0 there: no slope",
                "log(x) --start -1; has no slope there",
                "x^2 --start 3 --steps 1; after 1 step in",
                "x^2+y^2 --start (-3,4); start      (-3.0, 4.0)",
                "x^2/20+sin(2x) --start 3.5; -0.96991 at about",
                "ackley --start 0.3,0.2; too large to settle",
                "max(0,x) --start 3; flat ground",
                "x^2*y^2 --start 1,2 --steps 3000; flat ground",
                "valleys; The least value of valleys is -0.96991, at -0.766238",
                "valleys --start -1.5; found the minimum -0.766238",
                "ackley; wrong valley",
                "rastrigin; valley",
                "x^2 --start 3 --learning-rate 1; exactly the stable limit",
                "x0^2+x1^2 --start=-3,4 --learning-rate 10; stable below 1 ",
                "x0^2+x1^2 --start=-3,4 --learning-rate 1e-10; a rate near 0.5",
                "sphere --start=-3,4 --learning-rate 10 --steps 300; infinity at step 241",
                "x^3 --start -1; the numerical gradient is 0 there",
                "-x^2+5 --start 1 --ascend; settled in a maximum",
            })
    void whatHappened_isSaid(String args, String words) throws IOException {
        String text = text(args);
        assertTrue(text.contains(words), () -> words + " in " + text);
    }

    @Test
    void halfOfTheLimit_isNotAboveIt() throws IOException {
        String text = text("x^2+10*y^2 --start 3,2 --learning-rate 0.05");
        assertFalse(text.contains("overshoots"), text);
    }

    @Test
    void whatFalls_isNeverSaidToGrow() throws IOException {
        String text = text("x^2-y^2 --start 1,0.001 --steps 10000");
        assertFalse(text.contains("grows"), text);
    }

    /** Rounding has no bend. */
    @ParameterizedTest
    @CsvSource({"x^2+1e9,1", "1e5*x,3", "-x,3"})
    void bendLostInRounding_isNotPrinted(String function, String start) throws IOException {
        String text = text(function + " --start " + start);
        assertFalse(text.contains("lambda_max"), text);
        assertFalse(text.contains("stable below"), text);
    }
}
