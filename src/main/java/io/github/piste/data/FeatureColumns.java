package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the features of a model in a table and reads them row by row, indicator columns included.
 *
 * <p>A feature is a column of that name, or the column of that 1-based number; {@code sex=M} is 1 where column
 * {@code sex} holds M and 0 elsewhere, unless a column has that whole name. Thread-safety: as {@link CsvRows}, one thread
 * at a time.
 */
public final class FeatureColumns {
    private final CsvRows rows;
    private final int[] columns;
    private final @Nullable String[] levels;
    private final Map<String, ImmutableList<String>> categories;

    private FeatureColumns(CsvRows rows, List<String> features, Map<String, ? extends List<String>> categories) {
        this.rows = rows;
        this.columns = new int[features.size()];
        this.levels = new String[features.size()];
        ImmutableMap.Builder<String, ImmutableList<String>> known = ImmutableMap.builder();
        categories.forEach((name, all) -> known.put(name, ImmutableList.copyOf(all)));
        this.categories = known.buildOrThrow();
        for (int j = 0; j < columns.length; j++) {
            resolve(j, features.get(j));
        }
    }

    /**
     * Finds features.
     *
     * @param rows an open table
     * @param features names of the features in the model's order
     * @param categories all levels of the categorical columns by name, as {@link LoadedData#categories} has them, so that
     *     an unknown level is refused; a column that is not among them takes an unknown level for its first one
     * @return the reader of the features
     * @throws DataException if the table lacks a column, naming the nearest
     */
    public static FeatureColumns of(
            CsvRows rows, List<String> features, Map<String, ? extends List<String>> categories) {
        return new FeatureColumns(rows, features, categories);
    }

    /**
     * Reads the features of the current row.
     *
     * @param into {@code [d]}, filled with the features, NaN for each that is missing
     * @return number of missing features
     * @throws DataException naming line and column of a cell that is not a number, or a level that is unknown
     */
    public int read(double[] into) {
        int missing = 0;
        for (int j = 0; j < columns.length; j++) {
            String level = levels[j];
            if (level == null) {
                into[j] = rows.number(columns[j]);
            } else if (rows.isMissing(columns[j])) {
                into[j] = Double.NaN;
            } else {
                into[j] = indicator(columns[j], level);
            }
            missing += Double.isNaN(into[j]) ? 1 : 0;
        }
        return missing;
    }

    /**
     * Lists the columns that hold no feature, such as an id or the target.
     *
     * @return 0-based indices in the table's order
     */
    public ImmutableList<Integer> otherColumns() {
        Set<Integer> others = new LinkedHashSet<>();
        for (int column = 0; column < rows.names().size(); column++) {
            others.add(column);
        }
        for (int column : columns) {
            others.remove(column);
        }
        return ImmutableList.copyOf(others);
    }

    private void resolve(int j, String feature) {
        for (int at = feature.indexOf('=');
                at > 0 && !rows.names().contains(feature);
                at = feature.indexOf('=', at + 1)) {
            String column = feature.substring(0, at);
            boolean numbered = !rows.headerUsed() || categories.containsKey(column);
            if (rows.names().contains(column) || (numbered && column.matches("[0-9]+"))) {
                columns[j] = rows.column(column, "the model");
                levels[j] = feature.substring(at + 1);
                return;
            }
        }
        columns[j] = rows.column(feature, "the model");
    }

    private double indicator(int column, String level) {
        String text = rows.text(column);
        ImmutableList<String> known = categories.get(rows.names().get(column));
        if (known != null && !known.contains(text)) {
            throw rows.fault(
                    rows.line(),
                    column,
                    "found " + Quoted.cell(text) + ", which the model does not know; it knows " + Quoted.list(known));
        }
        return text.equals(level) ? 1 : 0;
    }
}
