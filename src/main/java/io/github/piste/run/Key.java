package io.github.piste.run;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param path its place, with dots
 * @param type what it may be
 * @param getter its value in a configuration; empty where it is unset or not used
 */
record Key<T>(String path, ValueType<T> type, Function<RunConfig, Optional<T>> getter) {
    Optional<T> value(RunConfig config) {
        return getter.apply(config);
    }

    /** The value as HOCON text. */
    Optional<String> text(RunConfig config) {
        return value(config).map(type::format);
    }

    /** What is wrong with the value of a configuration that was made by hand. */
    Optional<String> problem(RunConfig config) {
        return value(config)
                .filter(value -> !reads(value))
                .map(value -> path + " = " + FoundText.of(type.format(value)) + "; allowed: " + type.allowed());
    }

    private boolean reads(T value) {
        try {
            var read = ConfigFactory.parseString("v = " + type.format(value)).getValue("v");
            return type.parse(read).filter(value::equals).isPresent();
        } catch (ConfigException e) {
            return false;
        }
    }

    /** The environment variable that sets it. */
    String variable() {
        return "PISTE_" + CharMatcher.anyOf(".-").replaceFrom(path, '_').toUpperCase(Locale.ROOT);
    }

    /** The blocks it lies in, outermost first. */
    List<String> blocks() {
        List<String> names = Splitter.on('.').splitToList(path);
        return names.subList(0, names.size() - 1);
    }

    /** Its name in its block. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
