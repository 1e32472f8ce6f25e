package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Locale;

/** A descent that hardly left its start: no slope, hardly any slope, or a rate that is too small. */
final class Standstill {
    /** A smaller part of the way to the minimum is a crawl. */
    private static final double CRAWL = 0.05;
    /** A slope above this is no plateau. */
    private static final double GENTLE = 0.01;
    /** On a plateau the slopes around are so many times steeper. */
    private static final double STEEPER = 100;

    private static final int LOOKS = 20;

    private Standstill() {}

    static Lesson atTheStart(Way way) {
        String beside = way.atStart().smallest() < 0
                ? " But the function bends the other way here: start a little beside it."
                : "";
        if (way.moved() == 0) {
            return new Lesson(
                    "no slope at the start",
                    ImmutableList.of("The gradient at the start is zero, so there is nowhere to go." + beside));
        }
        double[] gradient = new double[way.start().length()];
        way.problem().objective().valueAndGradient(way.start().toArray(), gradient);
        return new Lesson(
                "no slope at the start",
                ImmutableList.of(String.format(
                        Locale.ROOT,
                        "The true gradient at the start is zero; the numerical one is %s there, an error of the difference"
                                + " quotient, and %s followed it and moved %s.%s",
                        Points.brief(way.problem().signed(ImmutableDoubleArray.copyOf(gradient))),
                        Text.count(way.outcome().steps(), "step"),
                        Text.number(way.moved()),
                        beside)));
    }

    /** Where the bottom would lie if the function kept the bend that it has at the start. */
    private static double farAway(Way way) {
        return way.slopeAtStart() / way.atStart().largest();
    }

    static boolean isCrawl(Way way) {
        return way.slopeAtEnd() > 0.8 * way.slopeAtStart()
                && (way.atStart().largest() > 0
                        ? way.moved() < CRAWL * farAway(way)
                        : way.moved() < 1e-3 * Points.norm(way.start()));
    }

    static Lesson crawl(Way way) {
        if (isPlateau(way)) {
            return new Lesson(
                    "starts on a plateau",
                    ImmutableList.of(String.format(
                            Locale.ROOT,
                            "The slope is tiny here, %s at the start: it lies on a plateau, and a step is the rate times the"
                                    + " slope. %s moved %s. A start where the function is steeper gets further.",
                            Text.number(way.slopeAtStart()),
                            Text.count(way.outcome().steps(), "step"),
                            Text.number(way.moved()))));
        }
        boolean bent = way.atStart().largest() > 0;
        String part = bent
                ? ", about " + Text.number(100 * way.moved() / farAway(way)) + " % of the way to the " + way.minimum()
                : "";
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        sentences.add(String.format(
                Locale.ROOT,
                "The rate %s is too small to get anywhere: it crawls. %s moved %s%s.",
                Text.number(way.rate()),
                Text.count(way.outcome().steps(), "step"),
                Text.number(way.moved()),
                part));
        if (way.plain() && bent) {
            sentences.add("The bend of the function suggests a rate near "
                    + Text.number(1 / way.atStart().largest()) + ".");
        }
        return new Lesson("too small: crawls", sentences.build());
    }

    /** Hardly any slope here, though the function is steep not far away. */
    private static boolean isPlateau(Way way) {
        if (way.slopeAtStart() > GENTLE) {
            return false;
        }
        double[] w = way.start().toArray();
        for (int j = 0; j < w.length; j++) {
            double x = w[j];
            double reach = 2 * Math.max(1, Math.abs(x));
            for (int k = -LOOKS; k <= LOOKS; k++) {
                w[j] = x + reach * k / LOOKS;
                if (way.slope(ImmutableDoubleArray.copyOf(w)) > STEEPER * way.slopeAtStart()) {
                    return true;
                }
            }
            w[j] = x;
        }
        return false;
    }
}
