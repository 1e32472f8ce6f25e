package io.github.piste.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/** Everything that reads what a stranger may have written. */
public enum Parser {
    /** Of configuration files. */
    CONFIGURATION,
    /** Of tables, both the one for small files and the one for large ones. */
    TABLE,
    /** Of checkpoints. */
    CHECKPOINT,
    /** Of model.json. */
    MODEL,
    /** Of history.bin. */
    HISTORY,
    /** Of expressions. */
    EXPRESSION;

    /** The system property that names a folder of tables to begin with. */
    public static final String EXAMPLES = "piste.fuzz.examples";

    /** The parser, working in a folder of its own. */
    Target in(Path folder) throws IOException {
        return switch (this) {
            case CONFIGURATION -> new ConfigTarget(folder);
            case TABLE -> new TableTarget(folder, Path.of(System.getProperty(EXAMPLES, "config/samples")));
            case CHECKPOINT -> new CheckpointTarget(folder);
            case MODEL -> new ModelTarget(folder);
            case HISTORY -> new HistoryTarget(folder);
            case EXPRESSION -> new ExpressionTarget();
        };
    }
}
