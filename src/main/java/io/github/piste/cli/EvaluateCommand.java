package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import io.github.piste.data.CsvOptions;
import io.github.piste.model.Evaluation;
import io.github.piste.model.Model;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code piste evaluate}: how well a model predicts what is known. */
@Command(
        name = "evaluate",
        description =
                "Measures a model on a table that has the target: RMSE, MAE and R2, or of classes accuracy, log-loss"
                        + " and confusion matrix, and the worst rows.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.json.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "DATA", description = "A CSV file.")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The target, if it is not the model's.")
    private @Nullable String target;

    @Mixin
    private TableOptions table = new TableOptions();

    /** Called by the command line's library. */
    EvaluateCommand() {}

    @Override
    public Integer call() {
        Model used = Model.read(requireNonNull(model));
        CsvOptions options = table.of(requireNonNull(data));
        Evaluation evaluation = Evaluation.of(used, target == null ? options : options.withTarget(target));
        String predicted = Text.oneLine(target == null ? used.target() : target);
        return Terminal.print(EvaluationTable.of(evaluation, predicted));
    }
}
