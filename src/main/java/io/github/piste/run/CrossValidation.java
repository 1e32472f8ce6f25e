package io.github.piste.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.piste.data.Dataset;
import io.github.piste.data.Split;
import io.github.piste.sink.LogSink;
import io.github.piste.train.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How well models of this configuration predict rows that they have not seen: the rows are dealt into k folds, and each
 * fold is predicted by a model that was trained on the others.
 *
 * <p>Source: Stone, "Cross-validatory choice and assessment of statistical predictions", 1974. Thread-safety: immutable.
 *
 * @param folds the folds in their order, at least two
 */
public record CrossValidation(ImmutableList<FoldResult> folds) {
    private static final Logger log = LoggerFactory.getLogger(CrossValidation.class);

    /** Copies of the rows that a fold makes: its own, scaled, mixed, and those of the closed form. */
    private static final int COPIES = 4;

    /**
     * Checks that there are folds.
     *
     * @param folds the folds in their order, at least two
     * @throws IllegalArgumentException for fewer than two folds
     */
    public CrossValidation {
        checkArgument(folds.size() >= 2, "a cross-validation has at least 2 folds, found %s", folds.size());
    }

    /**
     * Trains all folds, as many at once as there are processors and as their copies of the rows fit into half of the
     * heap. How many that are changes no bit: each fold has an objective, a plan and a loop of its own. A time limit
     * counts for each fold by itself.
     *
     * <p>An interrupt of the calling thread neither stops the folds nor is lost.
     *
     * @param config of the run
     * @param data all rows, original units
     * @param control a stop request to it ends the folds after their current step
     * @return the folds, or nothing if {@code data.folds} is 0 or it was asked to stop before all were done
     * @throws io.github.piste.data.DataException for more folds than rows, or if the rows of a fold cannot be trained on
     */
    public static Optional<CrossValidation> of(RunConfig config, Dataset data, Control control) {
        return of(config, data, control, threads(data));
    }

    /** With at most so many folds at once. */
    static Optional<CrossValidation> of(RunConfig config, Dataset data, Control control, int threads) {
        int count = config.data().folds();
        if (count == 0) {
            return Optional.empty();
        }
        int[][] rows = Split.folds(data.rows(), count, config.run().seed());
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(threads, count),
                new ThreadFactoryBuilder()
                        .setNameFormat("piste-fold-%d")
                        .setDaemon(true)
                        .build());
        try {
            List<Future<Optional<FoldResult>>> running = new ArrayList<>();
            for (int fold = 0; fold < count; fold++) {
                running.add(pool.submit(new FoldTraining(config, data, rows, fold, control)));
            }
            return inOrder(running);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            Throwables.throwIfUnchecked(cause);
            throw new IllegalStateException(cause);
        } finally {
            pool.shutdown();
        }
    }

    private static Optional<CrossValidation> inOrder(List<Future<Optional<FoldResult>>> running)
            throws ExecutionException {
        ImmutableList.Builder<FoldResult> results = ImmutableList.builder();
        for (Future<Optional<FoldResult>> fold : running) {
            requireNonNull(Uninterruptibles.getUninterruptibly(fold)).ifPresent(result -> {
                results.add(result);
                log.info(
                        "fold {} of {}: {}, {}",
                        result.fold(),
                        running.size(),
                        words(result),
                        RunStatus.label(result.state()));
            });
        }
        ImmutableList<FoldResult> done = results.build();
        if (done.size() < running.size()) {
            log.info("stopped after {} of {} folds; resuming the run trains them again", done.size(), running.size());
            return Optional.empty();
        }
        return Optional.of(new CrossValidation(done));
    }

    private static int threads(Dataset data) {
        long bytes = COPIES * (long) Double.BYTES * data.rows() * (data.features() + 1L);
        long fitting = Runtime.getRuntime().maxMemory() / 2 / bytes;
        return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), fitting));
    }

    private static String words(FoldResult result) {
        return result.measures().entrySet().stream()
                .map(measure -> measure.getKey().label() + " " + LogSink.number(measure.getValue()))
                .collect(Collectors.joining(", "));
    }

    /**
     * What was measured.
     *
     * @return in the order of a table
     */
    public ImmutableList<Measure> measures() {
        return folds.get(0).measures().keySet().asList();
    }

    /**
     * The mean of a measure over the folds that have it.
     *
     * @param measure which
     * @return NaN if no fold has it
     */
    public double mean(Measure measure) {
        return folds.stream()
                .mapToDouble(fold -> fold.value(measure))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** What {@code run.json} says of it. */
    JsonObject toJson() {
        JsonArray array = new JsonArray();
        for (FoldResult fold : folds) {
            JsonObject o = new JsonObject();
            o.addProperty("fold", fold.fold());
            o.addProperty("rows_training", fold.rowsTraining());
            o.addProperty("rows_held_out", fold.rowsHeldOut());
            measures().forEach(measure -> RunStatus.number(o, measure.key(), fold.value(measure)));
            RunStatus.number(o, "epochs", fold.epochs());
            o.addProperty("state", fold.state().name());
            array.add(o);
        }
        JsonObject mean = new JsonObject();
        measures().forEach(measure -> RunStatus.number(mean, measure.key(), mean(measure)));
        JsonObject all = new JsonObject();
        all.add("mean", mean);
        all.add("folds", array);
        return all;
    }
}
