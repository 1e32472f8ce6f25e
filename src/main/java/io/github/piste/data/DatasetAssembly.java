package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the data set of collected rows: drops what is not used, fills in means, writes indicators. */
final class DatasetAssembly {
    private final CsvRows rows;
    private final RowCollector collected;
    private final RowStore store;
    private final Slot[] features;
    /** Where the features are in a stored row. */
    private final int[] positions;

    private final Slot target;
    private final int targetPosition;
    private final int weightPosition;
    private final long[] present;
    private final double[] sums;
    private final double[] lost;
    private long rowsUsed;
    private int nextRow;

    DatasetAssembly(CsvRows rows, RowCollector collected) {
        this.rows = rows;
        this.collected = collected;
        this.store = collected.store();
        List<Slot> slots = collected.slots();
        this.positions = IntStream.range(0, slots.size())
                .filter(j -> slots.get(j).isFeature())
                .toArray();
        this.features = new Slot[positions.length];
        int targetAt = 0;
        int weightAt = -1;
        for (int j = 0; j < positions.length; j++) {
            features[j] = slots.get(positions[j]);
        }
        for (int j = 0; j < slots.size(); j++) {
            targetAt = slots.get(j).use == Slot.Use.TARGET ? j : targetAt;
            weightAt = slots.get(j).use == Slot.Use.WEIGHT ? j : weightAt;
        }
        this.target = slots.get(targetAt);
        this.targetPosition = targetAt;
        this.weightPosition = weightAt;
        this.present = new long[features.length];
        this.sums = new double[features.length];
        this.lost = new double[features.length];
    }

    LoadedData assemble() {
        store.forEach(this::count);
        if (rowsUsed == 0) {
            throw collected.noRowLeft();
        }
        long imputed = checkValues();
        if (imputed > 0) {
            store.forEach(this::sum);
        }
        ImmutableMap.Builder<String, ImmutableList<String>> categories = ImmutableMap.builder();
        for (Slot slot : features) {
            slot.levels.sort();
            if (slot.kind == Slot.Kind.CATEGORICAL) {
                categories.put(rows.names().get(slot.column), slot.levels.sorted());
            }
        }
        target.levels.sort();
        ImmutableList<String> names = names();
        int d = names.size();
        double[] x = new double[ArrayRows.checkedSize(rowsUsed, d)];
        double[] y = new double[(int) rowsUsed];
        double[] weights = weightPosition < 0 ? null : new double[(int) rowsUsed];
        store.drain((values, offset) -> write(values, offset, x, d, y, weights));
        Dataset dataset = new Dataset(
                names, rows.names().get(target.column), new ArrayRows(x, d), y, weights, target.levels.sorted());
        return new LoadedData(
                dataset,
                rows.rowsRead(),
                rowsUsed,
                rows.rowsRead() - rowsUsed,
                imputed,
                rows.headerUsed(),
                rows.delimiter(),
                collected.columnsLeftOut(),
                categories.buildOrThrow(),
                rows.source());
    }

    /** Whether a stored row stays: a column that was undecided when it came may have made it incomplete. */
    private boolean isUsed(double[] values, int offset) {
        if (collected.skips()) {
            for (int position : positions) {
                if (Double.isNaN(values[offset + position])) {
                    return false;
                }
            }
        }
        return true;
    }

    private void count(double[] values, int offset) {
        if (!isUsed(values, offset)) {
            return;
        }
        rowsUsed++;
        for (int j = 0; j < features.length; j++) {
            double value = values[offset + positions[j]];
            if (features[j].kind == Slot.Kind.CATEGORICAL) {
                features[j].levels.use((int) value);
            }
            present[j] += Double.isNaN(value) ? 0 : 1;
        }
        if (target.kind == Slot.Kind.CATEGORICAL) {
            target.levels.use((int) values[offset + targetPosition]);
        }
    }

    /** Adds up means, each value divided first, so that no sum overflows; compensated as by Kahan and Neumaier. */
    private void sum(double[] values, int offset) {
        for (int j = 0; j < features.length; j++) {
            double value = values[offset + positions[j]];
            if (present[j] == rowsUsed || Double.isNaN(value)) {
                continue;
            }
            double term = value / present[j];
            double sum = sums[j] + term;
            lost[j] += Math.abs(sums[j]) >= Math.abs(term) ? sums[j] - sum + term : term - sum + sums[j];
            sums[j] = sum;
        }
    }

    /** Counts the cells to be filled in. */
    private long checkValues() {
        long imputed = 0;
        for (int j = 0; j < features.length; j++) {
            if (present[j] == 0) {
                throw new DataException(rows.source() + ": column "
                        + Quoted.cell(rows.names().get(features[j].column))
                        + " has no value in the used rows, so it has no mean; leave it out of features");
            }
            imputed += rowsUsed - present[j];
        }
        return imputed;
    }

    private ImmutableList<String> names() {
        List<String> names = new ArrayList<>();
        for (Slot slot : features) {
            String name = rows.names().get(slot.column);
            if (slot.kind == Slot.Kind.NUMERIC) {
                names.add(name);
            } else {
                slot.levels.sorted().stream().skip(1).forEach(level -> names.add(name + "=" + level));
            }
        }
        if (names.isEmpty()) {
            throw new DataException(rows.source() + ": no feature is left: no numeric column besides the target "
                    + Quoted.cell(rows.names().get(target.column)) + "; the columns are "
                    + Quoted.list(rows.names()) + collected.firstText() + "; is the delimiter right?");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new DataException(rows.source() + ": an indicator column gets the name " + Quoted.cell(name)
                        + ", which another feature has; rename that column");
            }
        }
        return ImmutableList.copyOf(names);
    }

    private void write(double[] values, int offset, double[] x, int d, double[] y, double @Nullable [] weights) {
        if (!isUsed(values, offset)) {
            return;
        }
        int row = nextRow++;
        int to = row * d;
        for (int j = 0; j < features.length; j++) {
            double value = values[offset + positions[j]];
            if (features[j].kind == Slot.Kind.NUMERIC) {
                x[to++] = Double.isNaN(value) ? sums[j] + lost[j] : value;
            } else {
                int rank = features[j].levels.rank((int) value);
                if (rank > 0) {
                    x[to + rank - 1] = 1;
                }
                to += features[j].levels.sorted().size() - 1;
            }
        }
        double label = values[offset + targetPosition];
        y[row] = target.kind == Slot.Kind.CATEGORICAL ? target.levels.rank((int) label) : label;
        if (weights != null) {
            weights[row] = values[offset + weightPosition];
        }
    }
}
