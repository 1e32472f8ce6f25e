package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.ObserveConfig.Drawing;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The one list of what the configuration knows and this version does not do yet: who builds it deletes its line. */
final class Unsupported {
    private static final ImmutableList<Later<?>> LATER = ImmutableList.of(
            new Later<>(Keys.PLOTS, "drawing by another process", Set.of(Drawing.TRUE, Drawing.FALSE)),
            new Later<>(Keys.TENSORBOARD, "writing TensorBoard files", Set.of(false)),
            new Later<>(Keys.HTTP, "the HTTP endpoint", Set.of(false)),
            new Later<>(Keys.ALERTS, "alerting", Set.of(false)));

    private Unsupported() {}

    /** One line for each value that nothing can be done with yet. */
    static ImmutableList<String> in(RunConfig config) {
        return LATER.stream().flatMap(later -> later.refusal(config).stream()).collect(ImmutableList.toImmutableList());
    }

    private record Later<T>(Key<T> key, String what, Set<T> allowed) {
        Optional<String> refusal(RunConfig config) {
            return key.value(config).filter(value -> !allowed.contains(value)).map(value -> {
                String values =
                        allowed.stream().map(key.type()::format).sorted().collect(Collectors.joining(", "));
                return key.path() + " = " + key.type().format(value) + ": " + what
                        + " is not in this version; allowed: " + values;
            });
        }
    }
}
