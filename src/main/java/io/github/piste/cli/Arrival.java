package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.objective.TestFunction;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** A descent that came to rest: in a minimum, the right one or not, on a saddle or on a shelf. */
final class Arrival {
    /** The bottom is so near, as a part of the way made, that it counts as reached. */
    private static final double ARRIVED = 0.01;
    /** Without a bend to judge by, or on a saddle: so much of the slope is left. */
    private static final double NO_SLOPE = 1e-3;
    /** A minimum of a value that is so much above the least one is another minimum. */
    private static final double ANOTHER = 1e-3;
    /** As parts of the way made: the function must be higher all around at one of these distances. */
    private static final double[] AROUND = {0.05, 0.005, 5e-4, 5e-5, 5e-6};

    private static final double TRACE = 1e-12;

    private Arrival() {}

    /** The slope divided by the least bend is how far away the bottom can be. */
    static boolean isOf(Way way) {
        double bend = way.atEnd().smallest();
        return bend > 0
                ? way.slopeAtEnd() / bend <= ARRIVED * way.moved()
                : way.slopeAtEnd() <= NO_SLOPE * way.slopeAtStart();
    }

    static Lesson lesson(Way way) {
        double bend = way.atEnd().smallest();
        if (bend < -1e-6 * Math.max(1, Math.abs(way.atEnd().largest()))) {
            return new Lesson(
                    "stopped on a saddle",
                    ImmutableList.of(String.format(
                            Locale.ROOT,
                            "It stopped where the slope is zero but the function still bends %s in some direction: this is"
                                    + " no %s. Start a little beside it.",
                            way.up() ? "up" : "down",
                            way.minimum())));
        }
        if (liesLow(way)) {
            return bottom(way);
        }
        return isLowerBeside(way) ? shelf(way) : flat(way);
    }

    private static Lesson shelf(Way way) {
        return new Lesson(
                "slowed down on a shelf",
                ImmutableList.of(String.format(
                        Locale.ROOT,
                        "It slowed down where the slope is nearly zero, %s, but this is no %s: the function is not %s on all"
                                + " sides. An inflection and a plateau look like this.",
                        Text.number(way.slopeAtEnd()),
                        way.minimum(),
                        way.up() ? "lower" : "higher")));
    }

    private static Lesson flat(Way way) {
        return new Lesson(
                "stopped on flat ground",
                ImmutableList.of("It stopped on flat ground: the slope is nearly zero, "
                        + Text.number(way.slopeAtEnd()) + ", and nothing close by is "
                        + (way.up() ? "higher" : "lower") + "."));
    }

    private static Lesson bottom(Way way) {
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        Lesson valley = way.up() ? settled(way) : valley(way);
        sentences.addAll(valley.sentences());
        if (way.overshoots()) {
            sentences.add(overshooting(way));
        }
        return new Lesson(valley.headline(), sentences.build());
    }

    static String overshooting(Way way) {
        double limit = way.atEnd().stableLimit();
        return String.format(
                Locale.ROOT,
                "Each step overshoots and lands on the other side: the rate is above half of the stable limit, which is %s"
                        + " here. A rate of %s goes straight.",
                Text.number(limit),
                Text.number(limit / 2));
    }

    private static Lesson settled(Way way) {
        return new Lesson("settled in a " + way.minimum(), ImmutableList.of("It settled in a " + way.minimum() + "."));
    }

    /** Says whether this is the deepest valley that is known. */
    private static Lesson valley(Way way) {
        Optional<ImmutableDoubleArray> nearest = nearest(way);
        if (nearest.isEmpty()) {
            return DeeperValley.near(way.problem(), way.start(), way.outcome())
                    .map(found -> new Lesson("wrong valley", ImmutableList.of(found)))
                    .orElseGet(() -> settled(way));
        }
        TestFunction function = way.problem().known().orElseThrow();
        double value = way.outcome().value();
        if (value - function.least() > ANOTHER * Math.max(1, Math.abs(function.least()))) {
            return new Lesson(
                    "wrong valley",
                    ImmutableList.of(String.format(
                            Locale.ROOT,
                            "It ended in a local minimum, value %s: the wrong valley. The least value of %s is %s, at %s."
                                    + " Another start leads there.",
                            Text.number(value),
                            function.name(),
                            Text.number(function.least()),
                            Points.brief(nearest.get()))));
        }
        return new Lesson(
                "found the minimum",
                ImmutableList.of(String.format(
                        Locale.ROOT,
                        "It found the minimum %s of %s, up to %s.",
                        Points.brief(nearest.get()),
                        function.name(),
                        Text.number(Points.distance(nearest.get(), way.end())))));
    }

    /** The known minimum that is nearest to the end. */
    static Optional<ImmutableDoubleArray> nearest(Way way) {
        if (way.up() || way.problem().known().isEmpty()) {
            return Optional.empty();
        }
        return way.problem().known().get().minima(way.problem().dimension()).stream()
                .min(Comparator.comparingDouble(point -> Points.distance(point, way.end())));
    }

    /** Whether the function is higher on both sides along each variable, which an inflection is not. */
    private static boolean liesLow(Way way) {
        Objective f = way.problem().objective();
        for (double part : AROUND) {
            if (isHigherAt(part * way.moved(), f, way.end().toArray())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the function falls on somewhere, by more than a trace of what was gained. */
    private static boolean isLowerBeside(Way way) {
        Objective f = way.problem().objective();
        double value = way.outcome().value();
        double trace = TRACE * Math.abs(f.value(way.start().toArray()) - value);
        double distance = AROUND[0] * way.moved();
        double[] w = way.end().toArray();
        for (int j = 0; j < w.length; j++) {
            double x = w[j];
            w[j] = x + distance;
            double above = f.value(w);
            w[j] = x - distance;
            double below = f.value(w);
            w[j] = x;
            if (Math.min(above, below) < value - trace) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHigherAt(double distance, Objective f, double[] w) {
        double value = f.value(w);
        for (int j = 0; j < w.length; j++) {
            double x = w[j];
            w[j] = x + distance;
            double above = f.value(w);
            w[j] = x - distance;
            double below = f.value(w);
            w[j] = x;
            if (!(above > value && below > value)) {
                return false;
            }
        }
        return true;
    }
}
