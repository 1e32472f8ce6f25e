package io.github.piste.sink;

import io.github.piste.train.Scalars;

/** One line of {@code metrics.csv}: full precision, an empty cell where a value does not exist. */
final class MetricsRow {
    static final String HEADER = "step,epoch,elapsed_seconds,loss,validation_loss,gradient_norm,learning_rate\n";

    private MetricsRow() {}

    static void append(StringBuilder line, Scalars scalars) {
        line.append(scalars.step()).append(',');
        number(line, scalars.epoch());
        line.append(',');
        number(line, scalars.elapsedSeconds());
        line.append(',');
        number(line, scalars.loss());
        line.append(',');
        number(line, scalars.validationLoss());
        line.append(',');
        number(line, scalars.gradientNorm());
        line.append(',');
        number(line, scalars.learningRate());
        line.append('\n');
    }

    private static void number(StringBuilder line, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            line.append((long) value);
        } else {
            line.append(value);
        }
    }

    /** The step of a complete row, -1 for anything else (the header, a note about a gap). */
    static long stepOf(String line) {
        int comma = line.indexOf(',');
        if (comma < 1 || comma > 18) {
            return -1;
        }
        for (int i = 0; i < comma; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(line.substring(0, comma));
    }
}
