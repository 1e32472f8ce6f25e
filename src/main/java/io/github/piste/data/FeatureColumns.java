package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final Map<Integer, Indicators> indicators = new LinkedHashMap<>();
    private final boolean[] isIndicator;

    private FeatureColumns(CsvRows rows, List<String> features, Map<String, ? extends List<String>> categories) {
        this.rows = rows;
        this.columns = new int[features.size()];
        this.isIndicator = new boolean[features.size()];
        for (int j = 0; j < columns.length; j++) {
            resolve(j, features.get(j), categories);
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
     * Reads the features of the current row. O(d), one text per categorical column.
     *
     * @param into {@code [d]}, filled with the features, NaN for each that is missing
     * @return number of missing features
     * @throws DataException naming line and column of a cell that is not a number, or a level that is unknown
     */
    public int read(double[] into) {
        int missing = 0;
        for (int j = 0; j < columns.length; j++) {
            into[j] = isIndicator[j] ? 0 : rows.number(columns[j]);
            missing += Double.isNaN(into[j]) ? 1 : 0;
        }
        for (Indicators each : indicators.values()) {
            missing += each.read(into);
        }
        return missing;
    }

    /**
     * Gives the column that a feature is read from.
     *
     * @param feature 0-based position among the features
     * @return 0-based index of the column; the same one for all indicators of a categorical column
     */
    public int column(int feature) {
        return columns[feature];
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

    private void resolve(int j, String feature, Map<String, ? extends List<String>> categories) {
        for (int at = feature.indexOf('=');
                at > 0 && !rows.names().contains(feature);
                at = feature.indexOf('=', at + 1)) {
            String name = feature.substring(0, at);
            boolean numbered = !rows.headerUsed() || categories.containsKey(name);
            if (rows.names().contains(name) || (numbered && name.matches("[0-9]+"))) {
                int column = rows.column(name, "the model");
                columns[j] = column;
                isIndicator[j] = true;
                indicators
                        .computeIfAbsent(column, c -> new Indicators(c, categories.get(name)))
                        .add(j, feature.substring(at + 1));
                return;
            }
        }
        columns[j] = rows.column(feature, "the model");
    }

    /** The indicators of one categorical column. */
    private final class Indicators {
        private static final int NO_INDICATOR = -1;

        private final int column;
        private final @Nullable ImmutableList<String> known;
        private final Map<String, Integer> features = new HashMap<>();

        Indicators(int column, @Nullable List<String> known) {
            this.column = column;
            this.known = known == null ? null : ImmutableList.copyOf(known);
            if (known != null) {
                known.forEach(level -> features.put(level, NO_INDICATOR));
            }
        }

        void add(int feature, String level) {
            features.put(level, feature);
        }

        /** Sets the indicator of the row's level, all others being 0; gives the number of missing features. */
        int read(double[] into) {
            if (rows.isMissing(column)) {
                int missing = 0;
                for (int feature : features.values()) {
                    if (feature != NO_INDICATOR) {
                        into[feature] = Double.NaN;
                        missing++;
                    }
                }
                return missing;
            }
            String text = rows.text(column);
            Integer feature = features.get(text);
            if (feature == null && known != null) {
                throw rows.fault(
                        rows.line(),
                        column,
                        "found " + Quoted.cell(text) + ", which the model does not know; it knows "
                                + Quoted.list(known));
            }
            if (feature != null && feature != NO_INDICATOR) {
                into[feature] = 1;
            }
            return 0;
        }
    }
}
