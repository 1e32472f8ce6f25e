package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;

/** The names of a table's columns and how they are found. */
final class ColumnNames {
    private final String source;
    private final ImmutableList<String> names;
    private final Map<String, Integer> columns = new HashMap<>();

    private ColumnNames(Cells first, boolean header, String source) {
        this.source = source;
        ImmutableList.Builder<String> found = ImmutableList.builder();
        for (int i = 0; i < first.count(); i++) {
            String text = header ? first.text(i) : "";
            String name = text.isEmpty() ? Integer.toString(i + 1) : text;
            Integer earlier = columns.putIfAbsent(name, i);
            if (earlier != null) {
                throw DataException.atLine(
                        source,
                        first.line(),
                        "columns " + (earlier + 1) + " and " + (i + 1) + " have the same name " + Quoted.cell(name)
                                + "; rename one of them, or set header = false if this line holds data");
            }
            found.add(name);
        }
        this.names = found.build();
    }

    /**
     * Names columns.
     *
     * @param first first record
     * @param header whether it holds the names; otherwise, and where it has none, columns are named by 1-based numbers
     * @param source name of the file
     * @return the names
     * @throws DataException if two columns have one name
     */
    static ColumnNames of(Cells first, boolean header, String source) {
        return new ColumnNames(first, header, source);
    }

    /** Names x1, x2, ... */
    static ImmutableList<String> numbered(int d) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int j = 1; j <= d; j++) {
            names.add("x" + j);
        }
        return names.build();
    }

    ImmutableList<String> names() {
        return names;
    }

    /** Finds a column by name or 1-based number; see {@link CsvRows#column}. */
    int find(String reference, String key) {
        Integer named = columns.get(reference);
        if (named != null) {
            return named;
        }
        double number = Decimal.parse(reference);
        if (number >= 1 && number <= names.size() && number == Math.rint(number)) {
            return (int) number - 1;
        }
        String nearest = Nearest.of(reference, names);
        throw new DataException(source + ": " + key + " names column " + Quoted.cell(reference)
                + ", which does not exist; "
                + (nearest == null ? "" : "did you mean " + Quoted.cell(nearest) + "? ")
                + "the columns are " + Quoted.list(names));
    }
}
