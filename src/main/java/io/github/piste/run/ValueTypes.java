package io.github.piste.run;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values that keys have. */
final class ValueTypes {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
    private static final Pattern BARE = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}._ -]{0,62}[\\p{L}\\p{N}_-])?");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final int LONGEST_TEXT = 4096;

    static final ValueType<Boolean> BOOLEAN = ValueType.scalar(
            "true, false",
            text -> text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty(),
            String::valueOf);

    /** A name that is safe as the start of a folder's name. */
    static final ValueType<String> PLAIN_NAME = ValueType.scalar(
            "a plain name of at most 64 letters, digits, '-', '_', '.' and blanks inside, without '..'",
            text -> NAME.matcher(text).matches() && !text.contains("..") ? Optional.of(text) : Optional.empty(),
            ConfigUtil::quoteString);

    static final ValueType<String> TEXT = nonNull("text that is not empty", ValueTypes::plainText);

    static final ValueType<String> COLUMN =
            nonNull("a column, by its header or its number from 1", ValueTypes::plainText);

    static final ValueType<Path> PATH = new ValueType<>(
            "a path", value -> notBoolean(value).flatMap(ValueTypes::path), path -> quote(path.toString()));

    static final ValueType<ImmutableList<String>> COLUMNS = list(COLUMN, "a list of columns such as [a, b], each once");

    /** One fold is not a cross-validation. */
    static final ValueType<Integer> FOLDS = ValueType.scalar(
            "0 for none, or a whole number from 2 to 1000",
            text -> wholeNumber(text)
                    .filter(folds -> folds == 0 || (folds >= 2 && folds <= 1000))
                    .map(Long::intValue),
            String::valueOf);

    private ValueTypes() {}

    static ValueType<Long> whole(long min, long max) {
        return ValueType.scalar(
                "a whole number from " + min + " to " + max,
                text -> wholeNumber(text).filter(value -> value >= min && value <= max),
                String::valueOf);
    }

    static ValueType<Integer> integer(int min, int max) {
        return whole(min, max).as(Long::intValue, Integer::longValue);
    }

    static ValueType<Double> number(String allowed, DoublePredicate range) {
        return ValueType.scalar(allowed, text -> decimal(text).filter(range::test), ValueTypes::number);
    }

    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        return oneOf(type, ValueTypes::label);
    }

    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, Function<E, String> label) {
        List<E> values = List.of(type.getEnumConstants());
        return ValueType.scalar(
                values.stream().map(label).map(ValueTypes::word).collect(Collectors.joining(", ")),
                text -> values.stream().filter(e -> label.apply(e).equals(text)).findFirst(),
                value -> word(label.apply(value)));
    }

    /** A list of at least one value, each once. */
    static <T> ValueType<ImmutableList<T>> someOf(ValueType<T> element, String allowed) {
        ValueType<ImmutableList<T>> any = list(element, allowed);
        return new ValueType<>(allowed, value -> any.parse(value).filter(values -> !values.isEmpty()), any.writer());
    }

    /** A list of numbers, not empty; repetitions are fine. */
    static ValueType<ImmutableDoubleArray> numbers() {
        ValueType<Double> element = number("a number", value -> true);
        return new ValueType<>(
                "a list of numbers such as [0.5, -1]",
                value -> elements(value, element)
                        .map(ImmutableDoubleArray::copyOf)
                        .filter(array -> !array.isEmpty()),
                array -> lines(array.stream().mapToObj(ValueTypes::number).toList()));
    }

    private static <T> ValueType<ImmutableList<T>> list(ValueType<T> element, String allowed) {
        return new ValueType<>(
                allowed,
                value -> elements(value, element)
                        .filter(values -> new HashSet<>(values).size() == values.size())
                        .map(ImmutableList::copyOf),
                values -> lines(values.stream().map(element::format).toList()));
    }

    /** The elements of a list; empty if it is none, or if one of its elements is not allowed. */
    private static <T> Optional<List<T>> elements(ConfigValue value, ValueType<T> element) {
        if (!(value instanceof ConfigList list)) {
            return Optional.empty();
        }
        List<T> values = list.stream().flatMap(e -> element.parse(e).stream()).toList();
        return values.size() == list.size() ? Optional.of(values) : Optional.empty();
    }

    /** A list in one line; one that is too long to be read that way, in a line for each element. */
    private static String lines(List<String> elements) {
        int length = elements.stream().mapToInt(text -> text.length() + 2).sum();
        return "[" + String.join(length > LONGEST_TEXT ? ",\n" : ", ", elements) + "]";
    }

    private static ValueType<String> nonNull(String allowed, Function<String, Optional<String>> reader) {
        return new ValueType<>(allowed, value -> notBoolean(value).flatMap(reader), ValueTypes::quote);
    }

    private static Optional<String> notBoolean(ConfigValue value) {
        return value.valueType() == ConfigValueType.BOOLEAN ? Optional.empty() : ValueType.scalarText(value);
    }

    private static Optional<String> plainText(String text) {
        boolean plain =
                !text.isBlank() && text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl);
        return plain ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Path> path(String text) {
        try {
            return plainText(text).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> wholeNumber(String text) {
        try {
            return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Plain decimal notation of a finite number; minus zero becomes zero. */
    private static Optional<Double> decimal(String text) {
        if (text.length() > LONGEST_TEXT || !DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text) + 0.0;
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** The shortest text that reads as the same number. */
    static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole
                ? String.valueOf((long) value)
                : String.valueOf(value).replace(".0E", "e").replace('E', 'e');
    }

    static String label(Enum<?> value) {
        return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_HYPHEN, value.name());
    }

    static String upper(String label) {
        return CaseFormat.LOWER_HYPHEN.to(CaseFormat.UPPER_UNDERSCORE, label);
    }

    private static String word(String label) {
        return BARE.matcher(label).matches() ? label : quote(label);
    }

    /** Invisible marks are written as escapes: what is printed must not read as another text. */
    private static String quote(String text) {
        return INVISIBLE.matcher(ConfigUtil.quoteString(text)).replaceAll(found -> found.group()
                .chars()
                .mapToObj(c -> String.format("\\\\u%04x", c))
                .collect(Collectors.joining()));
    }
}
