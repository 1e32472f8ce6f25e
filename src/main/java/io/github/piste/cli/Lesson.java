package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;

/**
 * What a descent on a function teaches: whether its rate was too large or too small, whether it arrived, and whether it
 * arrived in the right valley.
 *
 * @param headline in a few words
 * @param sentences what to say
 */
record Lesson(String headline, ImmutableList<String> sentences) {
    /** Judges a descent. */
    static Lesson of(FunctionProblem problem, ImmutableDoubleArray start, FunctionOutcome outcome) {
        Way way = new Way(problem, start, outcome);
        if (Oscillation.isOf(way)) {
            return Oscillation.lesson(way);
        }
        if (outcome.reason() == StopReason.DIVERGED) {
            return Divergence.lesson(way);
        }
        if (way.slopeAtStart() == 0) {
            return Standstill.atTheStart(way);
        }
        if (Standstill.isCrawl(way)) {
            return Standstill.crawl(way);
        }
        return Arrival.isOf(way) ? Arrival.lesson(way) : Underway.lesson(way);
    }
}
