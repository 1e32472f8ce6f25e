package io.github.piste.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A job in a folder of its own that is interrupted again and again, and resumed each time. */
final class Chain {
    private final Path folder;
    private final Function<Path, String[]> job;

    /** The job gives the words of the command that begins it below a folder. */
    Chain(Path folder, Function<Path, String[]> job) {
        this.folder = folder;
        this.job = job;
    }

    /** Runs a job without an interruption. */
    static RunFiles whole(Path folder, Function<Path, String[]> job) {
        PisteProcess.run(job.apply(folder)).with(ExitCode.DONE);
        return RunFiles.onlyOf(folder);
    }

    /** The run, once it can be resumed: a process that ended before that leaves nothing to go on with. */
    Optional<RunFiles> run() {
        return RunFiles.runsOf(folder).stream()
                .map(RunFiles::new)
                .filter(run -> Files.exists(run.file("config.conf")))
                .findFirst();
    }

    /** The step of the newest checkpoint, -1 if there is none. */
    long newestCheckpoint() throws IOException {
        return run().isPresent() ? run().get().newestCheckpoint() : -1;
    }

    /** Resumes the run, or begins it where there is none to resume. */
    PisteProcess next() {
        return PisteProcess.startInterruptible(
                run().map(run -> new String[] {"train", "--resume", run.path().toString()})
                        .orElseGet(() -> job.apply(folder)));
    }

    /** Resumes the run and lets it end. */
    RunFiles toTheEnd() {
        try (PisteProcess last = next()) {
            last.await().with(ExitCode.DONE);
        }
        return run().orElseThrow();
    }
}
