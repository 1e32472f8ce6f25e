package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a categorical column, numbered as they come while loading and in sorted order at the end.
 *
 * <p>Only levels of used rows count in the end, so that skipping rows leaves no indicator of zeros behind.
 */
final class Levels {
    /** Most levels of a column. */
    static final int MOST = 10_000;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private boolean[] used = {};
    private int[] ranks = {};
    private ImmutableList<String> sorted = ImmutableList.of();

    /** Number of a text, in order of appearance; -1 if it would be one too many. */
    int number(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() == MOST) {
            return -1;
        }
        numbers.put(text, texts.size());
        texts.add(text);
        return texts.size() - 1;
    }

    /** Notes that a used row has this level; only when no more levels come. */
    void use(int number) {
        if (used.length == 0) {
            used = new boolean[texts.size()];
        }
        used[number] = true;
    }

    /** Puts the used levels into sorted order. */
    void sort() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                names.add(texts.get(i));
            }
        }
        sorted = ImmutableList.sortedCopyOf(names);
        ranks = new int[texts.size()];
        for (int rank = 0; rank < sorted.size(); rank++) {
            ranks[number(sorted.get(rank))] = rank;
        }
    }

    /** Position of a used level among the sorted ones. */
    int rank(int number) {
        return ranks[number];
    }

    /** The used levels in sorted order. */
    ImmutableList<String> sorted() {
        return sorted;
    }
}
