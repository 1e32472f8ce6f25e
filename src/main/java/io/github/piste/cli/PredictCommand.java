package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import io.github.piste.model.Model;
import io.github.piste.model.Prediction;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code piste predict}: what a model says about new rows. */
@Command(
        name = "predict",
        description = "Writes a prediction for every row of a table of any size.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.json.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "DATA", description = "A CSV file.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write; it appears when all is done. '-' is standard output.")
    private @Nullable Path out;

    @Option(names = "--keep", description = "Keeps the columns of the table and adds the prediction to them.")
    private boolean keep;

    @Mixin
    private TableOptions table = new TableOptions();

    /** Called by the command line's library. */
    PredictCommand() {}

    @Override
    public Integer call() throws IOException {
        Path target = requireNonNull(out);
        Prediction prediction = new Prediction(
                Model.read(requireNonNull(model)),
                table.of(requireNonNull(data)),
                keep ? Prediction.Columns.ALL : Prediction.Columns.PREDICTION);
        if (target.toString().equals("-")) {
            try (OutputStream standard = new FileOutputStream(FileDescriptor.out)) { // a print stream would hide errors
                prediction.write(standard);
            } catch (IOException e) {
                throw new IOException("standard output: " + e.getMessage(), e);
            }
            return ExitCode.DONE;
        }
        Prediction.Counts counts = prediction.write(target);
        Terminal.print(String.format(
                Locale.ROOT,
                "%s: %s rows, %s predicted, %s empty for lack of a feature%n",
                Text.oneLine(target.toString()),
                Text.count(counts.rows()),
                Text.count(counts.predicted()),
                Text.count(counts.empty())));
        return ExitCode.DONE;
    }
}
