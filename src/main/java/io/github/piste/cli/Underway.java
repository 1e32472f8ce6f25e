package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import java.util.Locale;

/** A descent that ended before it arrived, or that runs away because there is nowhere to arrive. */
final class Underway {
    /** How far to look ahead, in ways made. */
    private static final double NEAREST_LOOK = 0.0625;

    private static final double FARTHEST_LOOK = 1024;
    /** Who runs away finds at least this part of the slope all the way ahead. */
    private static final double STILL_STEEP = 0.5;

    private Underway() {}

    static Lesson lesson(Way way) {
        return runsAway(way) ? runaway(way) : onTheWay(way);
    }

    /** Straight on, as far as one can see, the function keeps falling as it does here. */
    private static boolean runsAway(Way way) {
        Objective f = way.problem().objective();
        double[] gradient = new double[way.end().length()];
        double value = way.problem().trusted().valueAndGradient(way.end().toArray(), gradient);
        double slope = Points.norm(ImmutableDoubleArray.copyOf(gradient));
        double moved = way.moved();
        if (!(moved > 0 && slope > 0)) {
            return false;
        }
        double[] ahead = new double[gradient.length];
        for (double ways = NEAREST_LOOK; ways <= FARTHEST_LOOK; ways *= 2) {
            double distance = ways * moved;
            for (int j = 0; j < ahead.length; j++) {
                ahead[j] = way.end().get(j) - distance * gradient[j] / slope;
            }
            if (!(f.value(ahead) <= value - STILL_STEEP * slope * distance)) {
                return false;
            }
        }
        return true;
    }

    private static Lesson runaway(Way way) {
        double ratio = way.slopeAtEnd() / way.slopeAtStart();
        return new Lesson(
                "runs away",
                ImmutableList.of(String.format(
                        Locale.ROOT,
                        "It runs away, no %s in sight: the function %s from %s to %s and goes on like this, and the gradient"
                                + " is %s. More steps or another rate will not help.",
                        way.minimum(),
                        way.up() ? "rose" : "fell",
                        Text.number(way.problem()
                                .signed(way.problem()
                                        .objective()
                                        .value(way.start().toArray()))),
                        Text.number(way.problem().signed(way.outcome().value())),
                        ratio < 1.5 ? "as long as ever" : Text.number(ratio) + " times as long as at the start")));
    }

    private static Lesson onTheWay(Way way) {
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        double ratio = way.slopeAtEnd() / way.slopeAtStart();
        sentences.add(
                Double.isFinite(ratio)
                        ? "It is still on its way: the gradient is " + Text.number(100 * ratio)
                                + " % as long as at the start."
                        : "It is still on its way.");
        double limit = way.atEnd().stableLimit();
        if (way.plain() && way.rate() > limit) {
            sentences.add("But it cannot settle where it is now: there, " + way.kind() + " is stable below "
                    + Text.number(limit) + " only. Try a smaller rate.");
        } else if (way.overshoots()) {
            sentences.add(Arrival.overshooting(way));
        } else {
            sentences.add("More steps will get it further"
                    + (way.plain() && way.rate() < limit / 4
                            ? ", and so would a larger rate: here, " + way.kind() + " is stable below "
                                    + Text.number(limit)
                            : "")
                    + ".");
        }
        Arrival.nearest(way)
                .ifPresent(point -> sentences.add(
                        "The " + way.minimum() + " is " + Text.number(Points.distance(point, way.end())) + " away."));
        return new Lesson("on the way", sentences.build());
    }
}
