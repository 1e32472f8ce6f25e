package io.github.piste.cli;

import io.github.piste.train.History;
import java.util.Arrays;
import java.util.Locale;

/** The loss curve in characters, for a terminal far away from any picture. */
final class TextCurve {
    private static final int WIDTH = 72;
    private static final int HEIGHT = 12;

    private TextCurve() {}

    /** The curve over the records of a history, on a log scale where all losses are above zero and differ widely. */
    static String of(History history) {
        double[] losses = history.losses().toArray();
        double[] finite = Arrays.stream(losses).filter(Double::isFinite).toArray();
        if (finite.length == 0) {
            return "";
        }
        double lowest = Arrays.stream(finite).min().getAsDouble();
        double highest = Arrays.stream(finite).max().getAsDouble();
        boolean log = lowest > 0 && highest > 100 * lowest;
        char[][] canvas = new char[HEIGHT][WIDTH];
        for (char[] row : canvas) {
            Arrays.fill(row, ' ');
        }
        for (int column = 0; column < WIDTH; column++) {
            double loss = losses[(int) ((long) column * (losses.length - 1) / (WIDTH - 1))];
            if (Double.isFinite(loss)) {
                canvas[row(loss, lowest, highest, log)][column] = '*';
            }
        }
        StringBuilder text = new StringBuilder(System.lineSeparator());
        for (int row = 0; row < HEIGHT; row++) {
            String label = row == 0 ? Text.number(highest) : row == HEIGHT - 1 ? Text.number(lowest) : "";
            text.append(String.format(Locale.ROOT, "%12s |%s", label, new String(canvas[row]).stripTrailing()))
                    .append(System.lineSeparator());
        }
        double epochs = history.epochs().get(history.length() - 1);
        text.append(String.format(Locale.ROOT, "%12s  0%" + (WIDTH - 1) + "s", "", Text.number(epochs) + " epochs"))
                .append(log ? "  (loss, log scale)" : "  (loss)")
                .append(System.lineSeparator());
        return text.toString();
    }

    private static int row(double loss, double lowest, double highest, boolean log) {
        if (highest == lowest) {
            return HEIGHT - 1;
        }
        double share =
                log ? Math.log(loss / lowest) / Math.log(highest / lowest) : (loss - lowest) / (highest - lowest);
        return (int) Math.round((1 - share) * (HEIGHT - 1));
    }
}
