package io.github.piste.perf;

import io.github.piste.Training;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import io.github.piste.objective.Kernels;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.RowWorkers;
import io.github.piste.optim.Batching;
import io.github.piste.train.Cadence;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Snapshot;
import io.github.piste.train.SnapshotListener;
import io.github.piste.train.Trainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Piste's side of the comparisons: a process that reads a command a line and answers each with a line of numbers, so that
 * peers can take turns. Arguments: the folder of a set, its rows and its features; none for commands without a set.
 */
final class PistePeer {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Dataset data;
    private final LeastSquares loss;

    private PistePeer(Dataset data) {
        this.data = data;
        this.loss = LeastSquares.withIntercept(data);
    }

    public static void main(String[] args) throws IOException {
        PistePeer peer = new PistePeer(
                args.length == 0
                        ? Dataset.of(new double[][] {{0}, {1}}, new double[] {0, 1})
                        : RawRows.read(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2])));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println("= " + peer.answer(line.split(" ")));
        }
    }

    private String answer(String[] command) {
        return switch (command[0]) {
            case "kernel" -> Kernels.name();
            case "batch" -> batch(Long.parseLong(command[1]), Double.parseDouble(command[2]), 1);
            case "single" -> {
                LeastSquares single = LeastSquares.withIntercept(data.inSinglePrecision());
                long epochs = Long.parseLong(command[1]);
                Descent descent = Descent.batch(Double.parseDouble(command[2]), epochs);
                yield Double.toString(millis(single, descent) / (double) (epochs + 1));
            }
            case "threads" ->
                batch(Long.parseLong(command[1]), Double.parseDouble(command[2]), Integer.parseInt(command[3]));
            case "stochastic" ->
                epochs(
                        Batching.stochastic(order(command[3])),
                        Long.parseLong(command[1]),
                        Double.parseDouble(command[2]));
            case "mini-batch" ->
                epochs(
                        Batching.miniBatch(Integer.parseInt(command[4]), order(command[3])),
                        Long.parseLong(command[1]),
                        Double.parseDouble(command[2]));
            case "reach" -> reach(command[1], command[2], Double.parseDouble(command[3]));
            case "csv" -> csv(Path.of(command[1]));
            default -> throw new IllegalArgumentException("no such command: " + command[0]);
        };
    }

    private static Batching.Order order(String name) {
        return Batching.Order.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Milliseconds a pass over all rows with its update. The loop makes one pass more than steps: the start's. */
    private String batch(long epochs, double rate, int threads) {
        try (RowWorkers workers = new RowWorkers(threads)) {
            loss.shareWith(workers);
            return Double.toString(millis(loss, Descent.batch(rate, epochs)) / (double) (epochs + 1));
        }
    }

    /** Milliseconds an epoch; the two passes that evaluate start and end exactly are in it. */
    private String epochs(Batching batching, long epochs, double rate) {
        return Double.toString(millis(loss, Descent.plain(batching, rate, epochs)) / (double) epochs);
    }

    private static double millis(LeastSquares rows, Descent descent) {
        long start = System.nanoTime();
        Outcome outcome = new Trainer(rows, descent).run();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (outcome.scalars().epoch() != (double) descent.stop().epochs()) {
            throw new IllegalStateException("ended early: " + outcome.reason());
        }
        return millis;
    }

    /**
     * Milliseconds from the call, with the data in memory, to the first epoch's end with a mean squared error at or below
     * a limit, those of them since the loop began, and epochs; -1 if it is not reached. Everything else is at its default.
     */
    private String reach(String mode, String scaling, double limit) {
        Standardizer scaler = Standardizer.fit(data, Scaling.valueOf(scaling.toUpperCase(Locale.ROOT)));
        Arrival arrival = new Arrival(mode.equals("batch"), scaler, limit);
        Training.on(data)
                .set("train.mode", mode)
                .set("data.scaling", scaling)
                .inlineListener(new Cadence.Epochs(1), arrival)
                .run();
        return arrival.millis + " " + arrival.loopMillis + " " + arrival.epoch;
    }

    /** Stops the clock while it evaluates weights whose exact loss the loop does not know. */
    private final class Arrival implements SnapshotListener {
        private final boolean exact;
        private final Standardizer scaler;
        private final double limit;
        private final long start = System.nanoTime();
        private long spent;
        double millis = -1;
        double loopMillis = -1;
        double epoch = -1;

        Arrival(boolean exact, Standardizer scaler, double limit) {
            this.exact = exact;
            this.scaler = scaler;
            this.limit = limit;
        }

        @Override
        public void onSnapshot(Snapshot snapshot) {
            if (epoch >= 0) {
                return;
            }
            long now = System.nanoTime();
            double reached = exact
                    ? snapshot.scalars().loss()
                    : loss.value(scaler.originalCoefficients(snapshot.weights().toArray())
                            .toArray());
            if (reached <= limit) {
                epoch = snapshot.scalars().epoch();
                millis = (now - start - spent) / NANOS_PER_MILLI;
                loopMillis = snapshot.scalars().elapsedSeconds() * 1e3 - spent / NANOS_PER_MILLI;
            }
            spent += System.nanoTime() - now;
        }
    }

    private static String csv(Path file) {
        long start = System.nanoTime();
        int rows = new CsvSource(CsvOptions.of(file).withTarget("y"))
                .load()
                .dataset()
                .rows();
        return (System.nanoTime() - start) / NANOS_PER_MILLI + " " + rows;
    }
}
