package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.OpenedPlace;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunState;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import java.time.Duration;
import java.util.List;

/** One training for a person at a terminal: load, train, report, and the right exit code. */
final class Job {
    /** What the end of a run may take beyond its drain limit before it is given up. */
    private static final Duration GRACE = Duration.ofMillis(800);

    private final RunConfig config;
    private final RunPlace place;
    private final Duration pause;
    private final List<String> command;
    private final Control control = new Control();

    Job(RunConfig config, RunPlace place, Duration pause, List<String> command) {
        this.config = config;
        this.place = place;
        this.pause = pause;
        this.command = command;
    }

    /** Prints what would run. */
    int dryRun() {
        LoadedData loaded = DataLoader.load(config, bytes -> {});
        DataSummary summary = DataSummary.of(loaded);
        TrainingRun run = new TrainingRun(request(RunPlace.NOWHERE), loaded.dataset(), summary);
        return Terminal.print(DryRun.text(config, summary, run.problem(), run.plan()));
    }

    int run(boolean curve) {
        Interruption interruption =
                new Interruption(control, config.observe().drainLimit().plus(GRACE));
        try (LoggedPlace logged = new LoggedPlace(place);
                OpenedPlace opened = new OpenedPlace(logged)) {
            LoadedData loaded = DataLoader.load(config, new LoadProgress(), opened::path);
            DataSummary summary = DataSummary.of(loaded);
            TrainingRun run = TrainingRun.takingOver(request(opened), loaded.dataset(), summary);
            Terminal.print(Report.beginning(config, summary));
            interruption.descending();
            TrainingResult result = logged.logFailureOf(run::run);
            Report report = new Report(config, summary, result, logged.trouble());
            Terminal.print(
                    report.text() + (curve ? TextCurve.of(result.outcome().history()) : ""));
            return exitCode(result, report, interruption);
        }
    }

    private static int exitCode(TrainingResult result, Report report, Interruption interruption) {
        if (interruption.exitCode() != 0) {
            return interruption.exitCode();
        }
        if (result.state() == RunState.DIVERGED) {
            return ExitCode.DIVERGED;
        }
        return report.degraded().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    }

    private RunRequest request(RunPlace where) {
        ImmutableList<RunRequest.Inline> inline = pause.isZero()
                ? ImmutableList.of()
                : ImmutableList.of(new RunRequest.Inline(new Cadence.Steps(1), new Pace(pause, control)));
        return new RunRequest(
                config, where, ImmutableList.of(progress()), inline, control, ImmutableList.copyOf(command));
    }

    private SnapshotSink progress() {
        long epochs = config.train().stop().epochs();
        return Terminal.interactive() && epochs <= ProgressOnTerminal.MOST_EPOCHS
                ? new ProgressOnTerminal(epochs)
                : new ProgressLines();
    }
}
