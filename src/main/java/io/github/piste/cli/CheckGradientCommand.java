package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.GradientCheck;
import io.github.piste.objective.TestFunction;
import io.github.piste.run.FunctionProblem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code piste check-gradient}: one gradient beside another. */
@Command(
        name = "check-gradient",
        description = {
            "Prints a function's value, partial derivatives and gradient at a point, and checks the gradient.",
            "Given the file of a configuration in the function's place, checks the gradient of its loss.",
            "An analytic gradient, or for an expression the central difference, is compared with extrapolated differences.",
            "Ends with exit code 1 where they differ: by 1e-7 of an analytic slope, or by 1e-4 of a central difference,"
                    + " which errs by about h^2 even where all is well."
        },
        mixinStandardHelpOptions = true)
final class CheckGradientCommand implements Callable<Integer> {
    /** What the secant of a textbook step may differ from the slope where a function bends as textbook functions do. */
    private static final double SECANT_TOLERANCE = 1e-4;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FunctionOptions function = new FunctionOptions();

    @Option(names = "--at", paramLabel = "A,B", description = "The point, such as 3,4 (default: the name's start).")
    private @Nullable String at;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "key=value",
            description = "Sets a key of the configuration. May be repeated.")
    private List<String> settings = new ArrayList<>();

    /** Called by the command line's library. */
    CheckGradientCommand() {}

    @Override
    public Integer call() {
        try {
            return namesFile(function.text()) ? ofModel() : ofFunction();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean namesFile(String text) {
        try {
            return text.endsWith(".conf") || Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false; // an expression, with characters that no file's name can have
        }
    }

    /** The model of a configuration. */
    private int ofModel() {
        if (at != null) {
            throw new IllegalArgumentException("--at is for functions; a model is checked at its start and around it");
        }
        Path file = Path.of(function.text());
        return new ModelGradientCheck(Configs.read(Optional.of(file), settings).config()).run();
    }

    private int ofFunction() {
        Optional<ImmutableDoubleArray> point = Optional.ofNullable(at).map(text -> Points.parse("--at", text));
        FunctionProblem problem = function.problem(point, FunctionProblem.Direction.DESCENT);
        ImmutableDoubleArray x = point.or(() -> problem.known().map(TestFunction::start))
                .orElseThrow(() -> new IllegalArgumentException(
                        "--at is missing: give a number for each of " + String.join(", ", problem.variables())));
        GradientCheck check = GradientCheck.of(problem.objective(), x.toArray());
        double tolerance = function.analytic() ? GradientCheck.TOLERANCE : SECANT_TOLERANCE;
        int printed = Terminal.print(text(problem, x, check) + verdict(check, tolerance) + System.lineSeparator());
        return printed == ExitCode.DONE && !(check.relativeError() < tolerance) ? ExitCode.INTERNAL : printed;
    }

    /** One sentence that says whether all is well. */
    private String verdict(GradientCheck check, double tolerance) {
        int worst = check.worst();
        if (!Double.isFinite(check.value())) {
            return "not checked: the value at the point is not finite: " + check.value();
        }
        if (worst < 0) {
            return "not checked: the function has a kink at the point or near it; move the point away from it";
        }
        if (!Double.isFinite(check.numerical().get(worst))) {
            return "not checked: the function has no finite values around the point; move the point away from there";
        }
        String error = "relative error " + Text.number(check.relativeError());
        String limit = Double.toString(tolerance);
        if (check.relativeError() < tolerance) {
            return "the gradient is right: " + error + ", below " + limit;
        }
        String wrong = "the gradient is wrong: " + error + ", not below " + limit;
        return function.analytic()
                ? wrong
                : wrong + "; the step h is too small or too large here (try --h auto), or the function is not smooth";
    }

    private static String text(FunctionProblem problem, ImmutableDoubleArray x, GradientCheck check) {
        StringBuilder text = new StringBuilder();
        line(text, "%s at %s", Text.oneLine(problem.text()), Points.full(x));
        line(text, "value     %s", check.value());
        line(text, "gradient  %s", Points.full(check.analytic()));
        line(text, "          %s, beside extrapolated central differences", problem.how());
        line(text, "");
        line(text, "  %-10s %24s %24s %14s", "derivative", "gradient", "extrapolated", "relative error");
        for (int j = 0; j < problem.dimension(); j++) {
            boolean kink = check.kinks().contains(j);
            line(
                    text,
                    "  %-10s %24s %24s %14s",
                    "d/d" + problem.variables().get(j),
                    check.analytic().get(j),
                    check.numerical().get(j),
                    kink ? "kink" : Text.number(check.relativeError(j)));
        }
        int worst = check.worst();
        line(text, "");
        if (worst >= 0) {
            line(
                    text,
                    "worst     d/d%s, relative error %s",
                    problem.variables().get(worst),
                    Text.number(check.relativeError()));
        }
        if (!check.kinks().isEmpty()) {
            line(
                    text,
                    "left out  %s with a kink near the point, where slopes from both sides disagree",
                    check.kinks().length() == 1 ? "1 coordinate" : check.kinks().length() + " coordinates");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
