package io.github.piste.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * From the values of one axis to coordinates that the chart library can bear, and back to labels.
 *
 * <p>The library hangs or fails on finite numbers: a spread of a few units near 1e15 never ends, a range beyond the
 * largest double is no number, 600 decades are thousands of grid lines. So it only ever sees coordinates of moderate
 * size: a linear axis spans 100 to 1000, after an offset is subtracted where the spread is below a millionth of the
 * magnitude (the axis title says so); a logarithmic one starts near 1; one of many decades is a linear axis of
 * exponents.
 *
 * <p>Two more traps are avoided here: ticks at the data instead of round numbers when everything on an axis is evenly
 * spaced (the margins differ, so it never is), and labels on the very border, which are left out.
 */
record AxisScale(Kind kind, double offset, int power, double factor, double low, double high) {
    enum Kind {
        LINEAR,
        /** Powers of ten with ticks between them. */
        LOGARITHMIC,
        /** Exponents on a linear axis, for many decades. */
        DECADES
    }

    /** Below this everything is zero to the eye, and powers of ten run out. */
    private static final double TINY = 1e-300;

    private static final double LOW_MARGIN = 0.03;
    private static final double HIGH_MARGIN = 0.0371;
    private static final double MOST_LOGARITHMIC_DECADES = 6;

    /** For values from {@code min} to {@code max}, both finite; {@code min > max} if there are none. */
    static AxisScale linear(double min, double max) {
        if (min > max) {
            return linear(0, 1);
        }
        double magnitude = Math.max(Math.abs(min), Math.abs(max));
        double halfSpread = max / 2 - min / 2;
        if (halfSpread < TINY) {
            double around = magnitude < TINY ? 1 : magnitude / 10;
            double center = magnitude < TINY ? 0 : min;
            return linear(clamp(center - around), clamp(center + around));
        }
        boolean shifted = halfSpread < 0.5e-6 * magnitude;
        double offset = shifted ? roundDown(min, halfSpread) : 0;
        int power = (int) Math.floor(Math.log10(halfSpread) + Math.log10(2)) - 2;
        double factor = Math.pow(10, -power);
        double low = (min - offset) * factor;
        double high = (max - offset) * factor;
        return new AxisScale(
                Kind.LINEAR, offset, power, factor, low - LOW_MARGIN * (high - low), high + HIGH_MARGIN * (high - low));
    }

    /** For values above zero from {@code min} to {@code max}. */
    static AxisScale logarithmic(double min, double max) {
        double low = Math.log10(min);
        double high = Math.log10(max);
        double margin = Math.max(high - low, 0.1);
        double lowest = low - LOW_MARGIN * margin;
        double highest = high + HIGH_MARGIN * margin;
        if (highest - lowest > MOST_LOGARITHMIC_DECADES || lowest < -300) {
            return new AxisScale(Kind.DECADES, 0, 0, 1, lowest, highest);
        }
        int power = (int) Math.floor(low);
        return new AxisScale(
                Kind.LOGARITHMIC,
                0,
                power,
                Math.pow(10, -power),
                Math.pow(10, lowest - power),
                Math.pow(10, highest - power));
    }

    /** The coordinate of a value; far outside the axis it stops where no one sees the difference. */
    double coordinate(double value) {
        double c =
                switch (kind) {
                    case LINEAR -> (value - offset) * factor;
                    case LOGARITHMIC -> value * factor;
                    case DECADES -> Math.log10(value);
                };
        double beyond = kind == Kind.LOGARITHMIC ? 0 : 20 * (high - low);
        double floor = kind == Kind.LOGARITHMIC ? low / 1e3 : low - beyond;
        double ceiling = kind == Kind.LOGARITHMIC ? high * 1e3 : high + beyond;
        return Math.min(ceiling, Math.max(floor, c));
    }

    /** Where a value lies between the ends of the axis: 0 to 1 inside. */
    double fraction(double value) {
        return fractionAt(coordinate(value));
    }

    /** Where a coordinate lies between the ends of the axis. */
    double fractionAt(double c) {
        return kind == Kind.LOGARITHMIC ? Math.log(c / low) / Math.log(high / low) : (c - low) / (high - low);
    }

    /** The value at a part of a linear axis: 0 at its low end, 1 at its high end. */
    double value(double part) {
        return offset + (low + part * (high - low)) / factor;
    }

    /** The text at a tick; empty for a tick without one. */
    String label(double tick) {
        return switch (kind) {
            case LINEAR ->
                Numbers.plain(BigDecimal.valueOf(Math.round(tick)).scaleByPowerOfTen(power - titleExponent()));
            case DECADES -> Numbers.power(1, (int) Math.round(tick));
            case LOGARITHMIC -> logarithmicLabel(tick);
        };
    }

    /** The title of the axis with the factor and the offset that its labels leave out. */
    String title(String title) {
        if (kind != Kind.LINEAR) {
            return title;
        }
        String shifted =
                offset == 0 ? title : title + (offset < 0 ? " + " : " − ") + Numbers.text(Math.abs(offset), 17);
        int exponent = titleExponent();
        return exponent == 0 ? shifted : shifted + "  (×" + Numbers.tenTo(exponent) + ")";
    }

    /** How many pixels ticks should keep apart on an axis of this length, so that exponents are whole. */
    int tickSpacing(int pixels, int usual) {
        return kind == Kind.DECADES ? (int) Math.max(usual, pixels / (high - low)) : usual;
    }

    private String logarithmicLabel(double tick) {
        int exponent = (int) Math.floor(Math.log10(tick) + 1e-9);
        int digit = (int) Math.round(tick / Math.pow(10, exponent));
        double decades = Math.log10(high / low);
        boolean labelled = digit == 1 || (decades < 2.6 && (digit == 2 || digit == 5)) || decades < 0.7;
        return labelled ? Numbers.power(digit, exponent + power) : "";
    }

    private int titleExponent() {
        BigDecimal largest = new BigDecimal(Math.max(Math.abs(low), Math.abs(high)));
        int exponent = Numbers.exponent(largest) + power;
        return Numbers.isPlain(exponent) ? 0 : exponent;
    }

    /** A short number at or below {@code min}, as coarse as the spread allows. */
    private static double roundDown(double min, double spread) {
        int digits = -(int) Math.floor(Math.log10(spread));
        double rounded =
                new BigDecimal(min).setScale(digits, RoundingMode.FLOOR).doubleValue();
        return Double.isFinite(rounded) ? rounded : min;
    }

    private static double clamp(double value) {
        return Math.min(Double.MAX_VALUE, Math.max(-Double.MAX_VALUE, value));
    }
}
