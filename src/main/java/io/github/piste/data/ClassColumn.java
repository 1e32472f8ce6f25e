package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;

/**
 * A column of a table that holds the class of each row, read as the number of the class.
 *
 * <p>A cell is a class when it is its name. Where the names of all classes are numbers, a cell is also a class when it is
 * the same number: {@code 1.0} is the class {@code 1}. Thread-safety: one thread at a time. Cost: O(1) per row.
 */
public final class ClassColumn {
    private final CsvRows table;
    private final int column;
    private final ImmutableList<String> classes;
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<Double, Integer> byNumber = new HashMap<>();

    private ClassColumn(CsvRows table, int column, ImmutableList<String> classes) {
        this.table = table;
        this.column = column;
        this.classes = classes;
        for (int c = 0; c < classes.size(); c++) {
            char[] name = classes.get(c).toCharArray();
            byName.put(classes.get(c), c);
            byNumber.put(Decimal.parse(name, 0, name.length) + 0.0, c);
        }
        if (byNumber.containsKey(Double.NaN) || byNumber.size() < classes.size()) {
            byNumber.clear();
        }
    }

    /**
     * Reads classes from a column.
     *
     * @param table the rows
     * @param column 0-based index
     * @param classes name of class 0, 1, ..., k-1
     * @return the column
     */
    public static ClassColumn of(CsvRows table, int column, ImmutableList<String> classes) {
        return new ClassColumn(table, column, classes);
    }

    /**
     * Reads the cell of the current row, which is not missing.
     *
     * @return number of the class
     * @throws DataException naming line, column, cell and the classes if it is none of them
     */
    public int read() {
        String text = table.text(column);
        Integer known = byName.get(text);
        if (known == null && !byNumber.isEmpty()) {
            known = byNumber.get(Decimal.parse(text.toCharArray(), 0, text.length()) + 0.0);
        }
        if (known == null) {
            throw table.fault(
                    table.line(),
                    column,
                    "found " + Quoted.cell(text) + ", a class that the model does not know; it knows "
                            + Quoted.list(classes));
        }
        return known;
    }
}
