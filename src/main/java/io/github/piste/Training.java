package io.github.piste;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.typesafe.config.ConfigUtil;
import io.github.piste.data.Dataset;
import io.github.piste.sink.Sink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.SnapshotListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The door for Java programs: describe a training, then run it on this thread or as a service.
 *
 * <pre>{@code
 * TrainingResult result = Training.onCsv(Path.of("faithful.csv"), "waiting")
 *         .set("train.learning-rate", 0.02)
 *         .set("train.epochs", 600)
 *         .listener(snapshot -> System.out.println(snapshot.scalars().loss()))
 *         .run();
 * double minutes = result.model().predict(3.5);
 * }</pre>
 *
 * <p>Whatever a configuration file can say, {@link #set} can say. Environment variables are not looked at. Unless {@link
 * #directory} names one, nothing is written to disk.
 *
 * <p>Thread-safety: none; a description belongs to one thread. Several trainings may run at once in one JVM.
 */
public final class Training {
    private final TrainingInput.Source source;
    private final List<String> settings = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<RunRequest.Inline> inline = new ArrayList<>();
    private RunPlace place = RunPlace.NOWHERE;

    private Training(TrainingInput.Source source) {
        this.source = source;
    }

    /**
     * Trains on arrays.
     *
     * @param x {@code [n x d]}, finite; copied
     * @param y {@code [n]}, finite; copied
     * @return the description, everything else at its default
     * @throws io.github.piste.data.DataException if the lengths differ or a value is not finite
     */
    public static Training on(double[][] x, double[] y) {
        return on(Dataset.of(x, y));
    }

    /**
     * Trains on rows.
     *
     * @param data the rows
     * @return the description, everything else at its default
     */
    public static Training on(Dataset data) {
        return new Training(TrainingInput.of(data));
    }

    /**
     * Trains on a CSV file.
     *
     * @param file the file
     * @param target name or 1-based number of the column to predict
     * @return the description, everything else at its default
     */
    public static Training onCsv(Path file, String target) {
        return new Training(TrainingInput.loaded(Optional.empty()))
                .set("data.kind", "csv")
                .set("data.path", ConfigUtil.quoteString(file.toString()))
                .set("data.target", ConfigUtil.quoteString(target));
    }

    /**
     * Trains as a configuration file says.
     *
     * @param file the file
     * @return the description; what is set later overrides the file
     */
    public static Training onConfig(Path file) {
        return new Training(TrainingInput.loaded(Optional.of(file)));
    }

    /**
     * Sets a key of the configuration.
     *
     * @param key such as {@code train.epochs}; {@code src/docs} and {@code config/train.conf} list them
     * @param value its value; {@code toString()} is what a file would say
     * @return this
     */
    public Training set(String key, Object value) {
        checkArgument(!key.contains("="), "a key has no '=', found '%s'", key);
        settings.add(key + "=" + value);
        return this;
    }

    /**
     * Lets a listener look on from a worker thread: it sees the newest snapshot about ten times a second, the first and
     * the last in any case. However slow it is, the training does not wait for it.
     *
     * @param listener called by one thread at a time
     * @return this
     */
    public Training listener(SnapshotListener listener) {
        return sink(new ListenerSink("listener-" + (sinks.size() + 1), listener));
    }

    /**
     * Calls a listener on the training thread itself, which waits for it. One that throws is reported and not called
     * again, unless {@code observe.fail-fast} is set.
     *
     * @param cadence how often
     * @param listener whom
     * @return this
     */
    public Training inlineListener(Cadence cadence, SnapshotListener listener) {
        inline.add(new RunRequest.Inline(cadence, listener));
        return this;
    }

    /**
     * Adds a sink, served by the workers.
     *
     * @param sink with a name of its own
     * @return this
     */
    public Training sink(Sink sink) {
        checkArgument(
                sinks.stream().noneMatch(other -> other.name().equals(sink.name())),
                "there is a sink named '%s' already",
                sink.name());
        sinks.add(sink);
        return this;
    }

    /**
     * Writes the files of the run (plots, page, metrics, model, checkpoints) to exactly this directory, made if it is
     * missing.
     *
     * @param path the directory
     * @return this
     */
    public Training directory(Path path) {
        place = RunPlace.at(path);
        return this;
    }

    /**
     * Trains on this thread.
     *
     * @return what it led to; a diverged training returns too, its state says so
     * @throws io.github.piste.run.InvalidConfigException if a setting is wrong
     * @throws io.github.piste.data.DataException if the data are bad
     * @throws io.github.piste.run.RunDirectoryException if the directory cannot be used
     */
    public TrainingResult run() {
        return prepare(new Control(), ImmutableList.of()).run();
    }

    /**
     * Makes a service that trains in the background.
     *
     * @return a new service, not started; settings and data are read when it starts
     */
    public TrainingService service() {
        return new TrainingService(this);
    }

    /** Reads settings and data, and makes everything ready. */
    TrainingRun prepare(Control control, ImmutableList<RunRequest.Inline> more) {
        OpenedPlace opened = new OpenedPlace(place);
        try {
            TrainingInput input = source.read(settings, opened);
            RunRequest request = new RunRequest(
                    input.config(),
                    opened,
                    ImmutableList.copyOf(sinks),
                    ImmutableList.<RunRequest.Inline>builder()
                            .addAll(inline)
                            .addAll(more)
                            .build(),
                    control,
                    ImmutableList.of());
            return input.making().apply(request);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }
}
