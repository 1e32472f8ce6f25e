package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Nearest;
import io.github.piste.data.Quoted;
import io.github.piste.objective.NumericalGradient;
import io.github.piste.objective.Objective;
import io.github.piste.objective.TestFunction;
import io.github.piste.objective.TestFunctions;
import io.github.piste.run.FunctionProblem;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which function is meant, and how its gradient is to be found. */
final class FunctionOptions {
    /** How the gradient is found. */
    enum Gradient {
        NUMERICAL,
        ANALYTIC
    }

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = {
                "An expression in x, y, z or x0, x1, ..., such as \"x0^2 + x1^2\", or a name: sphere, rosenbrock,"
                        + " himmelblau, beale, rastrigin, booth, matyas, ackley, valleys.",
                "Functions: sin cos tan exp log (natural) sqrt abs ...; constants: pi, e."
            })
    private @Nullable String function;

    @Option(
            names = "--gradient",
            paramLabel = "numerical|analytic",
            description = "Default: numerical for an expression, analytic for a name.")
    private @Nullable Gradient gradient;

    @Option(
            names = "--h",
            paramLabel = "STEP|auto",
            description = "Step of the numerical gradient; auto fits it to each coordinate (default: 1e-4).")
    private @Nullable String h;

    /** Called by the command line's library. */
    FunctionOptions() {}

    /** An expression may begin with a minus. */
    @Spec(Spec.Target.MIXEE)
    void setCommand(CommandSpec command) {
        command.parser().unmatchedOptionsArePositionalParams(true);
    }

    String text() {
        return requireNonNull(function);
    }

    /** The function of that name; empty for an expression. */
    Optional<TestFunction> known() {
        return TestFunctions.named(text());
    }

    /** Whether the function's own formula gives the gradient. */
    boolean analytic() {
        return gradient == null ? known().isPresent() && h == null : gradient == Gradient.ANALYTIC;
    }

    /**
     * The function with its gradient.
     *
     * @throws IllegalArgumentException if the options do not fit together, or the point does not fit the function
     */
    FunctionProblem problem(Optional<ImmutableDoubleArray> point, FunctionProblem.Direction direction) {
        Optional<TestFunction> known = known();
        boolean analytic = analytic();
        if (analytic && known.isEmpty()) {
            throw new IllegalArgumentException("--gradient analytic: the expression " + Quoted.cell(text())
                    + " has no analytic gradient here; use --gradient numerical, or one of the functions "
                    + String.join(", ", TestFunctions.names()));
        }
        if (analytic && h != null) {
            throw new IllegalArgumentException("--h is of --gradient numerical, found analytic");
        }
        UnaryOperator<Objective> with = analytic ? UnaryOperator.identity() : numerical();
        String how = analytic ? "analytic gradient" : how();
        if (known.isPresent()) {
            int d = point.orElse(known.get().start()).length();
            return FunctionProblem.of(known.get(), d, direction, with, how);
        }
        checkName();
        FunctionProblem problem = FunctionProblem.of(text(), direction, with, how);
        int found = point.map(ImmutableDoubleArray::length).orElse(problem.dimension());
        if (found != problem.dimension()) {
            throw new IllegalArgumentException("found a point of " + found + (found == 1 ? " number" : " numbers")
                    + ", but the expression has the variables " + String.join(", ", problem.variables()));
        }
        return problem;
    }

    /** A misspelt name is better understood as such than as an expression. */
    private void checkName() {
        String nearest = Nearest.of(text(), TestFunctions.names());
        if (text().length() > 3 && text().chars().allMatch(Character::isLetter) && nearest != null) {
            throw new IllegalArgumentException("found " + Quoted.cell(text())
                    + ", which is neither an expression nor a function's name; nearest: " + nearest + "; names are "
                    + String.join(", ", TestFunctions.names()));
        }
    }

    private UnaryOperator<Objective> numerical() {
        if (h != null && h.equals("auto")) {
            return NumericalGradient::scaled;
        }
        double step = step();
        return objective -> NumericalGradient.central(objective, step);
    }

    private double step() {
        return h == null ? NumericalGradient.TEXTBOOK_STEP : Points.positive("--h", h);
    }

    private String how() {
        return h != null && h.equals("auto")
                ? "numerical gradient, central difference, h fitted to each coordinate"
                : "numerical gradient, central difference, h = " + Text.number(step());
    }
}
