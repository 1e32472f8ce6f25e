package io.github.piste.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.piste.data.Quoted;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON from strangers: by the letter of RFC 8259, no key twice in an object, at most sixteen levels deep. */
final class StrictJson {
    private static final int DEEPEST = 16;
    private static final Pattern PLACE = Pattern.compile("(.*?) at line (\\d+) column (\\d+)");

    /** A number as it is written, so that whoever wants it decides on its type. */
    record Literal(String text) {}

    /** The literal null. */
    record Null() {}

    private final String file;
    private final JsonReader in;

    private StrictJson(String file, String text) {
        this.file = file;
        this.in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(DEEPEST);
    }

    /**
     * Reads one value.
     *
     * @param file name of the file, for messages
     * @param text the whole text
     * @return a {@link Map} in the order of the text, {@link List}, {@link String}, {@link Literal}, {@link Boolean} or
     *     {@link Null}
     * @throws ModelFileException if it is not JSON
     */
    static Object parse(String file, String text) {
        StrictJson json = new StrictJson(file, text);
        try {
            Object value = json.value();
            if (json.in.peek() != JsonToken.END_DOCUMENT) {
                throw new ModelFileException(file, "is not valid JSON: something follows its end");
            }
            return value;
        } catch (MalformedJsonException | IllegalStateException e) {
            throw new ModelFileException(file, "is not valid JSON: " + reason(e), e);
        } catch (EOFException e) {
            throw new ModelFileException(file, "is not valid JSON: it ends too early; the file is cut off", e);
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be read", e);
        }
    }

    private Object value() throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array();
            case STRING -> in.nextString();
            case NUMBER -> new Literal(in.nextString());
            case BOOLEAN -> in.nextBoolean();
            case NULL -> {
                in.nextNull();
                yield new Null();
            }
            default -> throw new MalformedJsonException("Unexpected " + in.peek());
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            if (object.containsKey(key)) {
                throw new ModelFileException(file, "key " + Quoted.cell(key) + " is there twice; expected once");
            }
            object.put(key, value());
        }
        in.endObject();
        return object;
    }

    private List<Object> array() throws IOException {
        List<Object> array = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            array.add(value());
        }
        in.endArray();
        return array;
    }

    /** The parser's words up to the place; its path may hold names of any length. */
    private static String reason(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        Matcher place = PLACE.matcher(message);
        if (place.lookingAt()) {
            return place.group(1) + ", line " + place.group(2) + ", column " + place.group(3);
        }
        return Quoted.cell(message);
    }
}
