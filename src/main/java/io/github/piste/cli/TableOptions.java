package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.MissingPolicy;
import io.github.piste.run.InvalidConfigException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a table that a model is used on is to be read. */
final class TableOptions {
    /** What a missing cell leads to; a model holds no means to put in its place. */
    enum Missing {
        FAIL,
        SKIP
    }

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description = "auto, ',', ';', tab or whitespace (default: ${DEFAULT-VALUE}).")
    private String delimiter = "auto";

    @Option(
            names = "--header",
            paramLabel = "auto|true|false",
            description = "Whether the first record is a header (default: ${DEFAULT-VALUE}).")
    private String header = "auto";

    @Option(
            names = "--missing",
            paramLabel = "fail|skip",
            description = "What a missing cell leads to (default: ${DEFAULT-VALUE}).")
    private Missing missing = Missing.FAIL;

    /** Called by the command line's library. */
    TableOptions() {}

    CsvOptions of(Path table) {
        try {
            return CsvOptions.of(table)
                    .withDelimiter(Delimiter.parse(delimiter))
                    .withHeader(headerRule())
                    .withMissing(missing == Missing.SKIP ? MissingPolicy.SKIP : MissingPolicy.FAIL);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(ImmutableList.of(String.valueOf(e.getMessage())));
        }
    }

    private HeaderRule headerRule() {
        return switch (header) {
            case "auto" -> HeaderRule.AUTO;
            case "true" -> HeaderRule.PRESENT;
            case "false" -> HeaderRule.ABSENT;
            default ->
                throw new IllegalArgumentException(
                        "--header: found '" + header + "', allowed are auto, true and false");
        };
    }
}
