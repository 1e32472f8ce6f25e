package io.github.piste.cli;

import io.github.piste.Training;
import io.github.piste.TrainingResult;
import io.github.piste.data.LoadedData;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunState;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One training for a person at a terminal: load, make the directory, train, report, and the right exit code. */
final class Job {
    /** What the end of a run may take beyond its drain limit before it is given up. */
    private static final Duration GRACE = Duration.ofMillis(800);

    private final Duration pause;
    private final boolean curve;
    private final List<String> command;

    Job(Duration pause, boolean curve, List<String> command) {
        this.pause = pause;
        this.curve = curve;
        this.command = command;
    }

    /** Where a training writes and continues from; asked only when configuration and data have proved good. */
    interface Place {
        RunDirectory directory();

        Optional<Checkpoint> checkpoint(RunDirectory directory, DataSummary data);
    }

    /** Prints what would run. */
    int dryRun(RunConfig config) {
        LoadedData loaded = DataLoader.load(config, bytes -> {});
        Problem problem = Problem.of(config, loaded.dataset());
        DescentPlan plan = DescentPlan.of(config, problem.objective(problem.training()));
        Terminal.print(DryRun.text(config, DataSummary.of(loaded), problem, plan));
        return ExitCode.DONE;
    }

    int run(RunConfig config, Place place) {
        Control control = new Control();
        Interruption interruption =
                new Interruption(control, config.observe().drainLimit().plus(GRACE));
        LoadedData loaded = DataLoader.load(config, new LoadProgress());
        DataSummary summary = DataSummary.of(loaded);
        Terminal.print(Report.beginning(config, summary));
        try (RunDirectory directory = place.directory()) {
            Logging logging = Logging.begin(directory.path());
            try {
                Training training = Training.of(config, loaded.dataset(), summary)
                        .directory(directory)
                        .control(control)
                        .command(command)
                        .sink(progress(config));
                place.checkpoint(directory, summary).ifPresent(training::resume);
                if (!pause.isZero()) {
                    training.inlineListener(new Cadence.Steps(1), new Pace(pause));
                }
                interruption.descending();
                TrainingResult result = training.run();
                return end(config, summary, result, logging, interruption);
            } finally {
                logging.end();
            }
        }
    }

    private int end(
            RunConfig config, DataSummary data, TrainingResult result, Logging logging, Interruption interruption) {
        Report report = new Report(config, data, result, logging.trouble());
        Terminal.print(report.text());
        if (curve) {
            Terminal.print(TextCurve.of(result.outcome().history()));
        }
        if (interruption.exitCode() != 0) {
            return interruption.exitCode();
        }
        if (result.state() == RunState.DIVERGED) {
            return ExitCode.DIVERGED;
        }
        return report.degraded().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    }

    private static SnapshotSink progress(RunConfig config) {
        return Terminal.interactive()
                ? new ProgressOnTerminal(config.train().stop().epochs())
                : new ProgressLines();
    }
}
