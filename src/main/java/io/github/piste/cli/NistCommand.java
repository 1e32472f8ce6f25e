package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.Training;
import io.github.piste.TrainingResult;
import io.github.piste.data.DataException;
import io.github.piste.data.NistProblem;
import io.github.piste.model.LinearModel;
import io.github.piste.objective.ClosedForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code piste nist}: how many digits are right where the right answers are certified. */
@Command(
        name = "nist",
        description = {
            "Solves the certified linear regressions of NIST's Statistical Reference Datasets by descent, all settings at"
                    + " their defaults, and directly.",
            "Prints a table of right digits (LRE): -log10 of the relative error, of the worst coefficient."
        },
        mixinStandardHelpOptions = true)
final class NistCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", description = "Where NIST's files are: Norris.dat, ...")
    private @Nullable Path folder;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Epochs of the descent at most (default: ${DEFAULT-VALUE}).")
    private long epochs = 1_000_000;

    /** Called by the command line's library. */
    NistCommand() {}

    @Override
    public Integer call() throws IOException {
        StringBuilder table = new StringBuilder();
        line(table, "| data set | n | p | condition number | LRE descent | epochs | state | LRE direct | LRE errors |");
        line(table, "|---|--:|--:|--:|--:|--:|---|--:|--:|");
        for (Path file : files(requireNonNull(folder))) {
            line(table, "%s", row(NistProblem.read(file)));
        }
        Terminal.print(table.toString());
        return ExitCode.DONE;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + ": not a folder; give the one that holds NIST's files, such as Norris.dat");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(path -> path.toString().endsWith(".dat"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(
                        folder + ": no file *.dat in it; NIST's are called Norris.dat, Longley.dat, ...");
            }
            return files;
        }
    }

    private String row(NistProblem problem) {
        ClosedForm direct = direct(problem);
        TrainingResult descent = Training.on(problem.model())
                .set("model.intercept", problem.intercept())
                .set("train.epochs", epochs)
                .run();
        boolean illConditioned = descent.plan().curvature().isIllConditioned();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2g | %s | %.0f | %s | %s | %s |",
                problem.name(),
                problem.data().rows(),
                problem.coefficients().length(),
                direct.conditionNumber() * direct.conditionNumber(),
                digits(coefficients(descent.linearModel(), problem.intercept()), problem.coefficients()),
                descent.outcome().scalars().epoch(),
                descent.state().name().toLowerCase(Locale.ROOT) + (illConditioned ? ", ill-conditioned" : ""),
                digits(direct.coefficients(), problem.coefficients()),
                digits(direct.statistics().standardErrors(), problem.standardErrors()));
    }

    private static ClosedForm direct(NistProblem problem) {
        if (problem.degree() > 1) {
            return ClosedForm.polynomial(problem.data(), problem.degree());
        }
        return problem.intercept()
                ? ClosedForm.withIntercept(problem.data())
                : ClosedForm.throughOrigin(problem.data());
    }

    private static ImmutableDoubleArray coefficients(LinearModel model, boolean intercept) {
        ImmutableDoubleArray.Builder all = ImmutableDoubleArray.builder();
        all.addAll(model.coefficients());
        return intercept ? all.add(model.intercept()).build() : all.build();
    }

    private static String digits(ImmutableDoubleArray computed, ImmutableDoubleArray certified) {
        return String.format(Locale.ROOT, "%.1f", Math.max(0, NistProblem.rightDigits(computed, certified)));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
