package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out which column is for what, and refuses a column that is for two things. */
final class Slots {
    private Slots() {}

    /**
     * Resolves the columns of the options.
     *
     * @param rows an open table
     * @param options the options
     * @return features in their order, then the target, then the weight if there is one
     * @throws DataException for a column that does not exist or is named twice
     */
    static List<Slot> of(CsvRows rows, CsvOptions options) {
        int width = rows.names().size();
        String target = options.target();
        String weight = options.weight();
        int targetColumn = target == null ? width - 1 : rows.column(target, "target");
        Map<Integer, Slot> taken = new LinkedHashMap<>();
        Slot targetSlot = new Slot(targetColumn, Slot.Use.TARGET);
        taken.put(targetColumn, targetSlot);
        List<Slot> last = new ArrayList<>(List.of(targetSlot));
        if (weight != null) {
            last.add(take(rows, taken, weight, "weight", Slot.Use.WEIGHT));
        }
        List<Slot> features = new ArrayList<>();
        for (String name : options.categorical()) {
            features.add(take(rows, taken, name, "categorical", Slot.Use.CATEGORICAL));
        }
        if (options.features().isEmpty()) {
            for (int column = 0; column < width; column++) {
                if (!taken.containsKey(column)) {
                    features.add(new Slot(column, Slot.Use.DEFAULT));
                }
            }
            features.sort(Comparator.comparingInt(slot -> slot.column));
        } else {
            features = chosen(rows, options.features(), taken, features);
        }
        List<Slot> all = new ArrayList<>(features);
        all.addAll(last);
        return all;
    }

    /** Features in the order of their names; a categorical column that is not among them comes behind. */
    private static List<Slot> chosen(
            CsvRows rows, ImmutableList<String> names, Map<Integer, Slot> taken, List<Slot> categorical) {
        List<Slot> remaining = new ArrayList<>(categorical);
        List<Slot> features = new ArrayList<>();
        for (String name : names) {
            Slot known = taken.get(rows.column(name, "features"));
            if (known != null && remaining.remove(known)) {
                features.add(known);
            } else {
                features.add(take(rows, taken, name, "features", Slot.Use.CHOSEN));
            }
        }
        features.addAll(remaining);
        return features;
    }

    private static Slot take(CsvRows rows, Map<Integer, Slot> taken, String name, String key, Slot.Use use) {
        int column = rows.column(name, key);
        Slot slot = new Slot(column, use);
        Slot earlier = taken.putIfAbsent(column, slot);
        if (earlier != null) {
            throw new DataException(
                    rows.source() + ": column " + Quoted.cell(rows.names().get(column)) + " is named in " + key
                            + ", but it is already " + describe(earlier.use) + "; name it once");
        }
        return slot;
    }

    private static String describe(Slot.Use use) {
        return switch (use) {
            case TARGET -> "the target";
            case WEIGHT -> "the weight";
            case CATEGORICAL -> "among the categorical columns";
            case CHOSEN, DEFAULT -> "among the features";
        };
    }
}
