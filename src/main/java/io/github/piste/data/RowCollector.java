package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads all rows into a store of numbers and finds out on the way which columns are numeric.
 *
 * <p>A stored row holds a value per slot: a number, the number of a level, NaN for a missing cell that stays. A column
 * whose cells are all missing so far may yet turn out to be text, where nothing is needed; what its missing cells mean
 * is settled when its first other cell comes, or at the end.
 */
final class RowCollector {
    private final CsvRows rows;
    private final MissingPolicy missing;
    private List<Slot> slots;
    private final List<Slot> leftOut = new ArrayList<>();
    private @Nullable RowStore store;
    private double[] row = {};
    private long firstSkipped;
    private String firstReason = "";
    private String firstText = "";
    private boolean complete;

    RowCollector(CsvRows rows, CsvOptions options) {
        this.rows = rows;
        this.missing = options.missing();
        if (rows.names().size() == 1) {
            throw new DataException(
                    rows.source() + ": found one column only; expected a target and at least one feature"
                            + " separated by a comma, a semicolon, a tab or blanks; set the delimiter if it is another");
        }
        this.slots = Slots.of(rows, options);
    }

    /**
     * Reads the first row, which shows the columns that are text.
     *
     * @throws DataException for a cell that cannot be used
     */
    void begin() {
        if (rows.next()) {
            row = first();
            store = new RowStore(row.length);
            add();
        }
    }

    /**
     * Reads on to the end.
     *
     * @throws DataException for the first cell that cannot be used, or if no row is left
     */
    void collect() {
        while (store != null && rows.next()) {
            read(row);
            add();
        }
        if (rows.rowsRead() == 0) {
            throw new DataException(
                    rows.source() + ": no data rows, only a header (" + Quoted.list(rows.names()) + ")");
        }
        if (store == null || store.rows() == 0) {
            throw noRowLeft();
        }
    }

    /** Slots in the order of the values of a row: features, target, weight. */
    List<Slot> slots() {
        return slots;
    }

    /** Whether all that is needed was a number in the first row, and there is a feature. */
    boolean isNumeric() {
        return store != null
                && slots.stream().allMatch(slot -> slot.kind == Slot.Kind.NUMERIC)
                && slots.stream().anyMatch(Slot::isFeature);
    }

    /** Names of the columns that default features passed over so far. */
    ImmutableList<String> columnsLeftOut() {
        return Stream.concat(leftOut.stream(), slots.stream())
                .filter(slot -> slot.use == Slot.Use.DEFAULT && !slot.isFeature())
                .sorted(Comparator.comparingInt(slot -> slot.column))
                .map(slot -> rows.names().get(slot.column))
                .collect(ImmutableList.toImmutableList());
    }

    /** What made the first of them text; empty if none is. */
    String firstText() {
        return firstText;
    }

    /** Name of the target. */
    String targetName() {
        return slots.stream()
                .filter(slot -> slot.use == Slot.Use.TARGET)
                .map(slot -> rows.names().get(slot.column))
                .findFirst()
                .orElseThrow();
    }

    RowStore store() {
        if (store == null) {
            throw new IllegalStateException("collect() first");
        }
        return store;
    }

    /** Whether missing cells that are left mean that their row is skipped. */
    boolean skips() {
        return missing == MissingPolicy.SKIP;
    }

    /** Says that nothing is left to learn from. */
    DataException noRowLeft() {
        String reason = firstSkipped == 0 ? "" : "; the first one in line " + firstSkipped + ": " + firstReason;
        return new DataException(rows.source() + ": no row is left, all " + rows.rowsRead() + " were skipped" + reason);
    }

    /** Reads the first row and drops the columns that it shows to be text. */
    private double[] first() {
        double[] values = new double[slots.size()];
        read(values);
        List<Slot> kept = new ArrayList<>();
        double[] numbers = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            if (slots.get(j).kind == Slot.Kind.TEXT) {
                leftOut.add(slots.get(j));
            } else {
                numbers[kept.size()] = values[j];
                kept.add(slots.get(j));
            }
        }
        slots = kept;
        return Arrays.copyOf(numbers, kept.size());
    }

    private void read(double[] into) {
        complete = true;
        for (int j = 0; j < into.length; j++) {
            into[j] = read(slots.get(j));
        }
    }

    private void add() {
        if (complete) {
            store().add(row);
        }
    }

    private double read(Slot slot) {
        if (rows.isMissing(slot.column)) {
            return readMissing(slot);
        }
        if (slot.kind == Slot.Kind.UNDECIDED) {
            decide(slot);
        }
        return switch (slot.kind) {
            case NUMERIC -> readNumber(slot);
            case CATEGORICAL -> readLevel(slot);
            case TEXT, UNDECIDED -> 0;
        };
    }

    private double readNumber(Slot slot) {
        double value = rows.number(slot.column);
        if (slot.use == Slot.Use.WEIGHT && value < 0) {
            throw rows.fault(rows.line(), slot.column, "found weight " + value + ", expected at least 0");
        }
        return value;
    }

    private double readLevel(Slot slot) {
        int level = slot.levels.number(rows.text(slot.column));
        if (level < 0) {
            throw rows.fault(
                    rows.line(),
                    slot.column,
                    "more than " + Levels.MOST + " different texts; too many for classes or indicators");
        }
        return level;
    }

    private double readMissing(Slot slot) {
        if (slot.kind == Slot.Kind.TEXT) {
            return 0;
        }
        if (slot.kind == Slot.Kind.UNDECIDED && slot.use == Slot.Use.DEFAULT) {
            slot.firstMissing = slot.firstMissing == 0 ? rows.line() : slot.firstMissing;
            return Double.NaN;
        }
        if (missing == MissingPolicy.FAIL) {
            throw missingCell(slot, rows.line());
        }
        boolean hasMean = slot.use == Slot.Use.CHOSEN || slot.use == Slot.Use.DEFAULT;
        if (missing == MissingPolicy.SKIP || !hasMean) {
            complete = false;
            if (firstSkipped == 0) {
                firstSkipped = rows.line();
                firstReason = "no value in column " + Quoted.cell(rows.names().get(slot.column));
            }
        }
        return Double.NaN;
    }

    /** Settles by a cell that is not missing whether a column is numeric. */
    private void decide(Slot slot) {
        if (rows.isNumber(slot.column)) {
            slot.kind = Slot.Kind.NUMERIC;
            if (slot.firstMissing > 0 && missing == MissingPolicy.FAIL) {
                throw missingCell(slot, slot.firstMissing);
            }
            return;
        }
        switch (slot.use) {
            case TARGET -> slot.kind = Slot.Kind.CATEGORICAL;
            case DEFAULT -> leaveOut(slot);
            case WEIGHT -> rows.number(slot.column);
            default ->
                throw rows.fault(
                        rows.line(),
                        slot.column,
                        "found " + Quoted.cell(rows.text(slot.column)) + ", so the column is text"
                                + " and cannot be a feature as it is; list it in categorical, or leave it out of features");
        }
    }

    private void leaveOut(Slot slot) {
        slot.kind = Slot.Kind.TEXT;
        if (firstText.isEmpty()) {
            firstText = "; column " + Quoted.cell(rows.names().get(slot.column)) + " is text, as line " + rows.line()
                    + " has " + Quoted.cell(rows.text(slot.column));
        }
    }

    private DataException missingCell(Slot slot, long line) {
        String fix = slot.use == Slot.Use.CHOSEN || slot.use == Slot.Use.DEFAULT
                ? "; set missing = skip or missing = mean, or leave the column out of features"
                : "; set missing = skip";
        return rows.fault(line, slot.column, "the cell is missing" + fix);
    }
}
