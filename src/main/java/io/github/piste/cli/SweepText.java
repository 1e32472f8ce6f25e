package io.github.piste.cli;

import com.google.common.primitives.ImmutableDoubleArray;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.piste.plot.Sweep;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sweep as a file and as a table. */
final class SweepText {
    private SweepText() {}

    /** {@code sweep.csv}: a header of the names and {@code loss}, then one row a place, in full precision. */
    static String csv(Sweep sweep) {
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        List<String> record = new ArrayList<>(sweep.names());
        record.add("loss");
        csv.writeRecord(record);
        for (int k = 0; k < sweep.losses().length(); k++) {
            record.clear();
            record.add(Double.toString(first(sweep, k)));
            if (sweep.names().size() > 1) {
                record.add(Double.toString(second(sweep, k)));
            }
            record.add(Double.toString(sweep.losses().get(k)));
            csv.writeRecord(record);
        }
        return text.toString();
    }

    /** At most so many rows, evenly chosen, then the minimum and where the descent ended. */
    static String table(Sweep sweep, int rows) {
        StringBuilder text = new StringBuilder();
        boolean two = sweep.names().size() > 1;
        int count = sweep.losses().length();
        if (!two) {
            row(text, sweep.names().get(0), sweep.loss());
            int shown = Math.min(rows, count);
            for (int i = 0; i < shown; i++) {
                int k = shown == 1 ? 0 : (int) ((long) i * (count - 1) / (shown - 1));
                row(
                        text,
                        Text.number(first(sweep, k)),
                        Text.number(sweep.losses().get(k)));
            }
        }
        int lowest = lowest(sweep.losses());
        text.append(String.format(Locale.ROOT, "  %s places searched, all in sweep.csv%n", Text.count(count)));
        if (lowest < 0) {
            return text.append("  minimum    none: no loss is finite")
                    .append(System.lineSeparator())
                    .toString();
        }
        place(
                text,
                "minimum",
                sweep,
                first(sweep, lowest),
                two ? second(sweep, lowest) : 0,
                sweep.losses().get(lowest));
        if (!sweep.position().isEmpty()) {
            place(
                    text,
                    "descent at",
                    sweep,
                    sweep.position().get(0),
                    two ? sweep.position().get(1) : 0,
                    sweep.positionLoss());
        }
        return text.toString();
    }

    private static void place(StringBuilder text, String what, Sweep sweep, double first, double second, double loss) {
        text.append(String.format(
                Locale.ROOT,
                "  %-10s %s = %s%s: %s %s%n",
                what,
                Text.oneLine(sweep.names().get(0)),
                Text.number(first),
                sweep.names().size() > 1 ? ", " + Text.oneLine(sweep.names().get(1)) + " = " + Text.number(second) : "",
                sweep.loss(),
                Text.number(loss)));
    }

    private static int lowest(ImmutableDoubleArray losses) {
        int lowest = -1;
        for (int k = 0; k < losses.length(); k++) {
            if (Double.isFinite(losses.get(k)) && (lowest < 0 || losses.get(k) < losses.get(lowest))) {
                lowest = k;
            }
        }
        return lowest;
    }

    private static double first(Sweep sweep, int k) {
        return sweep.first().get(k % sweep.first().length());
    }

    private static double second(Sweep sweep, int k) {
        return sweep.second().get(k / sweep.first().length());
    }

    private static void row(StringBuilder text, String value, String loss) {
        text.append(String.format(Locale.ROOT, "  %16s %20s%n", Text.oneLine(value), loss));
    }
}
