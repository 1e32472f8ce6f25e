package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Quoted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a JSON file whose values are asked for by key and type; what is wrong is said with the key's path. */
final class JsonFields {
    private static final String NUMBER = "a finite number";
    private static final String NUMBERS = "a list of finite numbers";

    private final String file;
    private final String path;
    private final Map<?, ?> object;

    private JsonFields(String file, String path, Map<?, ?> object) {
        this.file = file;
        this.path = path;
        this.object = object;
    }

    /**
     * Reads the object that a file consists of.
     *
     * @throws ModelFileException if it is not JSON, or another value
     */
    static JsonFields of(String file, String text) {
        Object value = StrictJson.parse(file, text);
        if (value instanceof Map<?, ?> object) {
            return new JsonFields(file, "", object);
        }
        throw new ModelFileException(
                file, "found " + describe(value) + ", expected an object with the keys of a model");
    }

    ImmutableSet<String> keys() {
        return object.keySet().stream().map(String.class::cast).collect(ImmutableSet.toImmutableSet());
    }

    String text(String key) {
        String expected = "a text";
        if (value(key, expected) instanceof String text) {
            return text;
        }
        throw unexpected(key, expected);
    }

    double number(String key) {
        return number(key, value(key, NUMBER));
    }

    ImmutableDoubleArray numbers(String key) {
        return numbers(key, value(key, NUMBERS));
    }

    /** Rows of numbers, which may differ in length. */
    ImmutableList<ImmutableDoubleArray> matrix(String key) {
        String expected = "a list of lists of finite numbers";
        if (value(key, expected) instanceof List<?> rows) {
            ImmutableList.Builder<ImmutableDoubleArray> matrix = ImmutableList.builder();
            for (int i = 0; i < rows.size(); i++) {
                matrix.add(numbers(key + "[" + i + "]", rows.get(i)));
            }
            return matrix.build();
        }
        throw unexpected(key, expected);
    }

    /** A number, or NaN for the null that stands where there is none. */
    double numberOrNull(String key) {
        return value(key, "a finite number or null") instanceof StrictJson.Null ? Double.NaN : number(key);
    }

    long integer(String key) {
        String expected = "a whole number";
        if (value(key, expected) instanceof StrictJson.Literal literal) {
            try {
                return Long.parseLong(literal.text());
            } catch (NumberFormatException e) {
                throw unexpected(key, expected);
            }
        }
        throw unexpected(key, expected);
    }

    JsonFields object(String key) {
        String expected = "an object";
        if (value(key, expected) instanceof Map<?, ?> inner) {
            return new JsonFields(file, path + key + ".", inner);
        }
        throw unexpected(key, expected);
    }

    ImmutableList<String> texts(String key) {
        String expected = "a list of texts";
        if (value(key, expected) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).collect(ImmutableList.toImmutableList());
        }
        throw unexpected(key, expected);
    }

    /** Says that the value of a key cannot be. */
    ModelFileException fault(String key, String what) {
        return new ModelFileException(file, "key " + Quoted.cell(path + key) + ": " + what);
    }

    private Object value(String key, String expected) {
        Object value = object.get(key);
        if (value == null) {
            throw new ModelFileException(file, "key " + Quoted.cell(path + key) + " is missing; expected " + expected);
        }
        return value;
    }

    private double number(String key, @Nullable Object value) {
        if (value instanceof StrictJson.Literal literal) {
            double number = Double.parseDouble(literal.text());
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw unexpected(key, value, NUMBER);
    }

    private ImmutableDoubleArray numbers(String key, @Nullable Object value) {
        if (value instanceof List<?> list) {
            ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder(list.size());
            for (int i = 0; i < list.size(); i++) {
                numbers.add(number(key + "[" + i + "]", list.get(i)));
            }
            return numbers.build();
        }
        throw unexpected(key, value, NUMBERS);
    }

    private ModelFileException unexpected(String key, String expected) {
        return unexpected(key, object.get(key), expected);
    }

    private ModelFileException unexpected(String key, @Nullable Object found, String expected) {
        return fault(key, "found " + describe(found) + ", expected " + expected);
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof StrictJson.Literal literal) {
            return "the number " + Quoted.cell(literal.text());
        }
        if (value instanceof String text) {
            return "the text " + Quoted.cell(text);
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        return value instanceof Map ? "an object" : value instanceof List ? "a list" : "null";
    }
}
