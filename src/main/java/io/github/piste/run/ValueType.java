package io.github.piste.run;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a key may be: how its values are read and written.
 *
 * @param allowed the allowed values in words
 * @param reader gives the value; empty if it is not allowed
 * @param writer gives HOCON text that reads as the same value
 */
record ValueType<T>(String allowed, Function<ConfigValue, Optional<T>> reader, Function<T, String> writer) {
    /** A type of single values, read from what the user wrote without quotes. */
    static <T> ValueType<T> scalar(String allowed, Function<String, Optional<T>> reader, Function<T, String> writer) {
        return new ValueType<>(allowed, value -> scalarText(value).flatMap(reader), writer);
    }

    Optional<T> parse(ConfigValue value) {
        return reader.apply(value);
    }

    String format(T value) {
        return writer.apply(value);
    }

    /** The same values as another type; {@code from} is only asked for allowed values. */
    <U> ValueType<U> as(Function<T, U> to, Function<U, T> from) {
        return new ValueType<>(allowed, value -> reader.apply(value).map(to), value -> writer.apply(from.apply(value)));
    }

    /** The same values, and a word for none of them. */
    ValueType<Optional<T>> or(String word) {
        return new ValueType<>(
                word + ", or " + allowed,
                value -> isWord(value, word) ? Optional.of(Optional.empty()) : present(reader.apply(value)),
                value -> value.map(writer).orElse(word));
    }

    private static <T> Optional<Optional<T>> present(Optional<T> value) {
        return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    /** Numbers as the user wrote them, not as a double shows them; empty for lists, blocks and null. */
    static Optional<String> scalarText(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING -> Optional.of((String) value.unwrapped());
            case NUMBER, BOOLEAN -> Optional.of(value.render(ConfigRenderOptions.concise()));
            default -> Optional.empty();
        };
    }

    private static boolean isWord(ConfigValue value, String word) {
        return scalarText(value).filter(word::equals).isPresent();
    }
}
