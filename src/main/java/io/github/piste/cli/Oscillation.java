package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Locale;

/** A descent that jumps between two points for ever. */
final class Oscillation {
    private static final double AT_THE_LIMIT = 1e-4;

    private Oscillation() {}

    static boolean isOf(Way way) {
        List<ImmutableDoubleArray> last = way.last();
        if (last.size() < 3) {
            return false;
        }
        double jump = Points.distance(last.get(1), last.get(2));
        return jump > 1e-6 * Math.max(1e-3, Points.norm(last.get(2)))
                && Points.distance(last.get(0), last.get(2)) <= AT_THE_LIMIT * jump;
    }

    static Lesson lesson(Way way) {
        double limit = way.atStart().stableLimit();
        boolean exactly = way.plain() && Math.abs(way.rate() - limit) <= AT_THE_LIMIT * limit;
        return new Lesson(
                "jumps between two points",
                ImmutableList.of(
                        "It jumps between two points for ever, "
                                + Points.brief(way.last().get(1)) + " and "
                                + Points.brief(way.last().get(2)) + ".",
                        exactly
                                ? String.format(
                                        Locale.ROOT,
                                        "Rate %s is exactly the stable limit 2 / lambda_max: it neither settles nor"
                                                + " diverges. Try %s.",
                                        Text.number(way.rate()),
                                        Text.number(limit / 4))
                                : "The rate is too large to settle here; try " + Text.number(way.rate() / 4) + "."));
    }
}
