package io.github.piste.run;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Tells known keys from unknown ones, and blocks from values. */
final class Shape {
    /** Nobody reads more. */
    private static final int MOST_UNKNOWN = 100;

    private static final Map<String, Key<?>> KEYS = Maps.uniqueIndex(Keys.ALL, Key::path);
    private static final ImmutableSet<String> BLOCKS =
            Keys.ALL.stream().flatMap(key -> outer(key.path())).collect(ImmutableSet.toImmutableSet());

    private final Map<String, ConfigValue> values = new HashMap<>();
    private final List<String> problems;
    private int unknown;

    private Shape(List<String> problems) {
        this.problems = problems;
    }

    /** The values of all known keys by their path; what stands where none should be is added to the problems. */
    static Map<String, ConfigValue> values(ConfigObject root, List<String> problems) {
        Shape shape = new Shape(problems);
        shape.walk("", root);
        if (shape.unknown > MOST_UNKNOWN) {
            problems.add("and " + (shape.unknown - MOST_UNKNOWN) + " more unknown keys");
        }
        return shape.values;
    }

    /** The paths of the blocks around a key, innermost first. */
    private static Stream<String> outer(String path) {
        return Stream.iterate(path, inner -> inner.contains("."), inner -> inner.substring(0, inner.lastIndexOf('.')))
                .map(inner -> inner.substring(0, inner.lastIndexOf('.')));
    }

    private void walk(String prefix, ConfigObject block) {
        for (Map.Entry<String, ConfigValue> entry : inOrder(block)) {
            String path = prefix + ConfigUtil.joinPath(entry.getKey());
            ConfigValue value = entry.getValue();
            if (value instanceof ConfigObject inner && BLOCKS.contains(path)) {
                walk(path + ".", inner);
            } else if (KEYS.containsKey(path)) {
                values.put(path, value);
            } else if (BLOCKS.contains(path)) {
                problems.add(Origin.of(value).where() + ": " + path + " = " + FoundText.of(value)
                        + "; allowed: a block " + path + " { ... } with keys");
            } else {
                unknown(path, value);
            }
        }
    }

    /** As they stand in the file. */
    private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject block) {
        return block.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .toList();
    }

    private void unknown(String path, ConfigValue value) {
        unknown++;
        if (unknown > MOST_UNKNOWN) {
            return;
        }
        boolean block = value instanceof ConfigObject;
        Set<String> known = block ? BLOCKS : KEYS.keySet();
        problems.add(Origin.of(value).where() + ": " + FoundText.of(path) + " is not a known "
                + (block ? "block" : "key") + "; nearest: " + NearestKey.of(path, known));
    }
}
