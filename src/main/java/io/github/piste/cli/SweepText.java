package io.github.piste.cli;

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
        // Without a buffer of its own nothing is left to be flushed.
        CsvWriter csv = CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(text);
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
        int lowest = sweep.lowest();
        text.append(String.format(
                Locale.ROOT,
                "  %s searched, all in sweep.csv%n",
                count == 1 ? "1 place" : Text.count(count) + " places"));
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
        text.append(edge(sweep, lowest));
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

    /** A least loss at an edge is that of the range, and may well not be the least there is. */
    private static String edge(Sweep sweep, int lowest) {
        List<String> names = new ArrayList<>();
        int m = sweep.first().length();
        if (isEdge(lowest % m, m)) {
            names.add(Text.oneLine(sweep.names().get(0)));
        }
        if (sweep.names().size() > 1 && isEdge(lowest / m, sweep.second().length())) {
            names.add(Text.oneLine(sweep.names().get(1)));
        }
        return names.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %-10s at the edge of the range of %s: beyond it the loss may be less%n",
                        "",
                        String.join(" and ", names));
    }

    private static boolean isEdge(int index, int count) {
        return count > 1 && (index == 0 || index == count - 1);
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
