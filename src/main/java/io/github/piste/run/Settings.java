package io.github.piste.run;

import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of each key, and where it comes from. A refused value counts as the default of its key. */
final class Settings {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Object> defaults = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    /**
     * Reads all keys.
     *
     * @param found what is configured, defaults among it, by path
     * @param builtIn the defaults, by path
     * @param problems receives a line for each refused value
     */
    Settings(Map<String, ConfigValue> found, Map<String, ConfigValue> builtIn, List<String> problems) {
        for (Key<?> key : Keys.ALL) {
            read(builtIn.get(key.path()), key).ifPresent(value -> {
                defaults.put(key.path(), value);
                values.put(key.path(), value);
            });
            ConfigValue value = found.get(key.path());
            if (value == null) {
                continue;
            }
            Origin origin = Origin.of(value);
            origins.put(key.path(), origin);
            Optional<?> read = key.type().parse(value);
            read.ifPresentOrElse(allowed -> values.put(key.path(), allowed), () -> {
                refused.add(key.path());
                problems.add(origin.where() + ": " + key.path() + " = " + FoundText.of(value) + "; allowed: "
                        + key.type().allowed());
            });
        }
    }

    private static Optional<?> read(@Nullable ConfigValue value, Key<?> key) {
        return value == null ? Optional.empty() : key.type().parse(value);
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        return optional(key).orElseThrow(() -> new IllegalStateException("no default for " + key.path()));
    }

    /** The value of a key that may be unset. */
    @SuppressWarnings("unchecked") // the map holds what the key's own type has read
    <T> Optional<T> optional(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.path()));
    }

    /** Whether somebody asked for something other than the default. */
    boolean isSet(Key<?> key) {
        return values.containsKey(key.path()) && !values.get(key.path()).equals(defaults.get(key.path()));
    }

    boolean isRefused(Key<?> key) {
        return refused.contains(key.path());
    }

    /** Where the value comes from; the defaults for an unset key. */
    Origin origin(Key<?> key) {
        return origins.getOrDefault(key.path(), Origin.DEFAULT);
    }

    /** The assignment of a key, for messages: where, key and value. */
    <T> String assignment(Key<T> key) {
        return origin(key).where() + ": " + key.path() + " = "
                + FoundText.of(optional(key).map(key.type()::format).orElse("unset"));
    }
}
