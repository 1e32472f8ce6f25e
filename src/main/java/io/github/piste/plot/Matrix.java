package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * How often each class was predicted as which.
 *
 * @param names {@code [k]}: of the classes
 * @param counts {@code [k x k]}, row-major: actual class, then predicted class
 */
record Matrix(ImmutableList<String> names, ImmutableIntArray counts) {
    int size() {
        return names.size();
    }

    int count(int actual, int predicted) {
        return counts.get(actual * size() + predicted);
    }

    int actual(int actual) {
        int sum = 0;
        for (int j = 0; j < size(); j++) {
            sum += count(actual, j);
        }
        return sum;
    }
}
