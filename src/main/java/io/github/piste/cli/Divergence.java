package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;
import java.util.Locale;
import java.util.Optional;

/** Why a descent on a function diverged. */
final class Divergence {
    private Divergence() {}

    static Lesson lesson(Way way) {
        FunctionProblem problem = way.problem();
        ImmutableDoubleArray start = way.start();
        FunctionOutcome outcome = way.outcome();
        double limit = way.plain() ? way.atStart().stableLimit() : Double.NaN;
        boolean up = way.up();
        double before = problem.objective().value(start.toArray());
        if (!Double.isFinite(before)) {
            return new Lesson(
                    "no value at the start",
                    ImmutableList.of("The function has no finite value at the start: choose another one."));
        }
        if (Double.isNaN(outcome.value())) {
            return new Lesson(
                    "left the function's domain",
                    ImmutableList.of(
                            "The last step left the region where the function has a value: use a smaller rate or"
                                    + " another start."));
        }
        Optional<String> continuation = Continuation.of(problem, start, outcome.descent());
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        if (outcome.fellToTheEnd()) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "The function %s without end in this direction: there is no %s.",
                    up ? "rises" : "falls",
                    way.minimum()));
            continuation.ifPresent(sentences::add);
            return new Lesson("there is no " + way.minimum(), sentences.build());
        }
        double rate = way.rate();
        if (outcome.value() < before) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "It came closer at first and then went away again: the rate %s is too large to settle here. Try %s.",
                    Text.number(rate),
                    Text.number(rate / 10)));
            return new Lesson("too large to settle", sentences.build());
        }
        sentences.add(String.format(
                Locale.ROOT,
                "The rate %s is too large: each step jumps across the %s and lands further out than it began, and the"
                        + " jumps grow without end.",
                Text.number(rate),
                up ? "hill" : "valley"));
        sentences.add(
                rate > limit
                        ? String.format(
                                Locale.ROOT,
                                "Where it started, %s is stable below %s (2 / lambda_max); try %s.",
                                way.kind(),
                                Text.number(limit),
                                Text.number(limit / 4))
                        : "Try a rate of " + Text.number(rate / 10) + ".");
        continuation.ifPresent(sentences::add);
        return new Lesson("too large: diverged", sentences.build());
    }
}
