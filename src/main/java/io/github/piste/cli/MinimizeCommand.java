package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.TestFunction;
import io.github.piste.plot.Trail;
import io.github.piste.run.FunctionDescent;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;
import io.github.piste.run.FunctionProblem.Direction;
import io.github.piste.run.FunctionStatus;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunState;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code piste minimize}: gradient descent or ascent on a function. */
@Command(
        name = "minimize",
        description = {
            "Descends a function of a few variables and says what the way teaches.",
            "Writes a run directory with pictures, page and path.csv. Ends with 4 when the descent diverges; a comparison"
                    + " of rates only when all of them do."
        },
        mixinStandardHelpOptions = true)
final class MinimizeCommand implements Callable<Integer> {
    private static final double USUAL_RATE = 0.1;
    private static final int LINES = 20;
    private static final int FEW_LINES = 6;
    private static final Duration GRACE = Duration.ofMillis(800);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FunctionOptions function = new FunctionOptions();

    @Mixin
    private DescentOptions options = new DescentOptions();

    @Option(
            names = "--start",
            paramLabel = "A,B",
            description = "Where to begin, such as -3,4 (default: the name's own).")
    private @Nullable String start;

    @Option(names = "--ascend", description = "Climbs to a maximum instead.")
    private boolean ascend;

    @Option(names = "--pace", paramLabel = "50ms", description = "Pauses after each step, to watch in slow motion.")
    private @Nullable String pace;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where run directories are made (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("logs");

    /** Called by the command line's library. */
    MinimizeCommand() {}

    /** All that was asked for. */
    record Plan(FunctionProblem problem, ImmutableDoubleArray start, ImmutableList<Descent> descents, Duration pause) {}

    @Override
    public Integer call() {
        CommandLine command = requireNonNull(spec).commandLine();
        Plan plan;
        try {
            plan = plan(command);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
        try (RunDirectory run = RunDirectory.create(directory, "minimize", Instant.now())) {
            Logging logging = Logging.begin(run.path());
            try {
                return run(plan, run, command);
            } finally {
                logging.end();
            }
        }
    }

    Plan plan(CommandLine command) {
        Optional<ImmutableDoubleArray> point = Optional.ofNullable(start).map(text -> Points.parse("--start", text));
        FunctionProblem problem = function.problem(point, ascend ? Direction.ASCENT : Direction.DESCENT);
        Optional<TestFunction> known = problem.known();
        ImmutableDoubleArray from = point.or(() -> known.map(TestFunction::start))
                .orElseThrow(() -> new IllegalArgumentException("--start is missing: give " + problem.dimension()
                        + (problem.dimension() == 1 ? " number" : " numbers") + " for "
                        + String.join(", ", problem.variables()) + ", such as --start "
                        + String.join(",", Collections.nCopies(problem.dimension(), "1"))));
        if (problem.vanishesAt(from)) {
            throw new IllegalArgumentException("--h is too small here: " + problem.how() + ", and the start "
                    + Points.full(from) + " plus or minus h gives the same value of the function, so the gradient found"
                    + " is 0 though the true one is not; use a larger --h, or --h auto");
        }
        return new Plan(
                problem,
                from,
                options.descents(known.map(TestFunction::learningRate).orElse(USUAL_RATE), command.getErr()),
                pace == null ? Duration.ZERO : Pace.parse(pace));
    }

    private int run(Plan plan, RunDirectory run, CommandLine command) {
        Control control = new Control();
        Interruption interruption = new Interruption(control, FunctionDescent.DRAIN_LIMIT.plus(GRACE));
        MinimizeText text = new MinimizeText(plan.problem(), plan.start(), options.compares() ? FEW_LINES : LINES);
        FunctionStatus status =
                new FunctionStatus(run, plan.problem(), command.getParseResult().originalArgs(), plan.start());
        FunctionDescent laboratory = new FunctionDescent(plan.problem(), run, control, new Pace(plan.pause(), control));
        List<FunctionOutcome> outcomes = new ArrayList<>();
        List<Lesson> lessons = new ArrayList<>();
        ImmutableList.Builder<Trail> trails = ImmutableList.builder();
        status.write(ImmutableList.of(), RunState.RUNNING);
        Terminal.print(text.beginning());
        interruption.descending();
        for (Descent descent : plan.descents()) {
            if (control.stopRequested()) {
                break;
            }
            String rate = Text.number(descent.learningRate());
            FunctionOutcome outcome = laboratory.run(
                    descent,
                    plan.start(),
                    "rate " + rate,
                    trails.build(),
                    options.compares() ? "path-" + descent.learningRate() + ".csv" : "path.csv");
            Lesson lesson = Lesson.of(plan.problem(), plan.start(), outcome);
            Terminal.print(text.ending(outcome, lesson));
            outcomes.add(outcome);
            lessons.add(lesson);
            trails.add(new Trail("rate " + rate, outcome.history()));
        }
        status.write(ImmutableList.copyOf(outcomes), state(outcomes));
        if (options.compares()) {
            Terminal.print(text.comparison(outcomes, lessons));
        }
        return end(outcomes, run, interruption);
    }

    private static RunState state(List<FunctionOutcome> outcomes) {
        return RunState.of(outcomes.stream().map(FunctionOutcome::state).toList());
    }

    private static int end(List<FunctionOutcome> outcomes, RunDirectory run, Interruption interruption) {
        StringBuilder text = new StringBuilder();
        boolean degraded = false;
        for (FunctionOutcome outcome : outcomes) {
            for (String trouble : outcome.degraded()) {
                degraded = true;
                text.append("  degraded   ").append(Text.oneLine(trouble)).append(System.lineSeparator());
            }
        }
        String lines = System.lineSeparator();
        text.append(lines).append("Look at ").append(run.file("index.html")).append(lines);
        Terminal.print(text.toString());
        if (interruption.exitCode() != 0) {
            return interruption.exitCode();
        }
        if (state(outcomes) == RunState.DIVERGED) {
            return ExitCode.DIVERGED;
        }
        return degraded ? ExitCode.DEGRADED : ExitCode.DONE;
    }
}
