package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.TrackedWeights;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** A descent on a function without pictures. */
public final class QuietDescent {
    private QuietDescent() {}

    /** Descends; the table of points goes to the file. */
    public static FunctionOutcome run(FunctionProblem problem, Descent descent, ImmutableDoubleArray start, Path table)
            throws IOException {
        try (TaskQueue queue = TaskQueue.builder("quiet").start()) {
            RecordedPath path = new RecordedPath(problem, new PathFile(queue, table, problem.variables()));
            Outcome outcome = new Trainer(path, descent)
                    .start(start)
                    .track(TrackedWeights.first(start.length()))
                    .run();
            return FunctionDescent.outcome(problem, descent, outcome, path, ImmutableList.of());
        }
    }
}
