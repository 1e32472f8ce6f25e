package io.github.piste.cli;

import com.google.common.base.Splitter;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Quoted;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Points as one types and reads them: {@code -3,4}. */
final class Points {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?\\d++)?+");

    private Points() {}

    /**
     * Reads numbers separated by commas, in parentheses or not.
     *
     * @throws IllegalArgumentException with the option, what was found and what is expected
     */
    static ImmutableDoubleArray parse(String option, String text) {
        ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder();
        String numbersOnly = text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
        for (String part : Splitter.on(',').trimResults().split(numbersOnly)) {
            numbers.add(number(option, part));
        }
        return numbers.build();
    }

    /**
     * Reads a number in plain decimal notation.
     *
     * @throws IllegalArgumentException with the option, what was found and what is expected
     */
    static double number(String option, String text) {
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(option + ": found " + Quoted.cell(text)
                    + ", expected a finite number such as -3 or 0.5, several of them separated by commas: -3,0.5");
        }
        return value;
    }

    /** Reads a number above zero. */
    static double positive(String option, String text) {
        double value = number(option, text);
        if (value <= 0) {
            throw new IllegalArgumentException(option + ": found " + Quoted.cell(text) + ", it must be above 0");
        }
        return value;
    }

    /** To the last bit: {@code (-3.0, 4.0)}; a single number without parentheses. */
    static String full(ImmutableDoubleArray point) {
        String numbers = point.stream().mapToObj(Double::toString).collect(Collectors.joining(", "));
        return point.length() == 1 ? numbers : "(" + numbers + ")";
    }

    /** In six digits. */
    static String brief(ImmutableDoubleArray point) {
        String numbers = point.stream().mapToObj(Text::number).collect(Collectors.joining(", "));
        return point.length() == 1 ? numbers : "(" + numbers + ")";
    }

    static double norm(ImmutableDoubleArray vector) {
        return Math.sqrt(vector.stream().map(x -> x * x).sum());
    }

    static double distance(ImmutableDoubleArray a, ImmutableDoubleArray b) {
        double squares = 0;
        for (int j = 0; j < a.length(); j++) {
            squares += (a.get(j) - b.get(j)) * (a.get(j) - b.get(j));
        }
        return Math.sqrt(squares);
    }
}
