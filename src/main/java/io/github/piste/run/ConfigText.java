package io.github.piste.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Configurations as text. */
final class ConfigText {
    private static final String INDENT = "  ";

    private ConfigText() {}

    /** HOCON in nested blocks. */
    static String blocks(RunConfig config) {
        StringBuilder text = new StringBuilder();
        List<String> open = List.of();
        for (Key<?> key : Keys.ALL) {
            Optional<String> value = key.text(config);
            if (value.isPresent()) {
                move(open, key.blocks(), text);
                open = key.blocks();
                text.append(INDENT.repeat(open.size()))
                        .append(key.name())
                        .append(" = ")
                        .append(value.get())
                        .append('\n');
            }
        }
        move(open, List.of(), text);
        return text.toString();
    }

    /** Closes and opens blocks. */
    private static void move(List<String> from, List<String> to, StringBuilder text) {
        int shared = 0;
        while (shared < Math.min(from.size(), to.size()) && from.get(shared).equals(to.get(shared))) {
            shared++;
        }
        for (int depth = from.size() - 1; depth >= shared; depth--) {
            text.append(INDENT.repeat(depth)).append("}\n");
        }
        for (int depth = shared; depth < to.size(); depth++) {
            text.append(INDENT.repeat(depth)).append(to.get(depth)).append(" {\n");
        }
    }

    /** One line a key with where its value comes from; HOCON too. */
    static String origins(RunConfig config, Settings settings) {
        return Keys.ALL.stream().map(key -> line(key, config, settings)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Key<?> key, RunConfig config, Settings settings) {
        return key.text(config)
                .map(value -> String.format(
                        "%-50s # %s",
                        key.path() + " = " + value, settings.origin(key).where()))
                .orElseGet(() ->
                        "# " + key.path() + (settings.optional(key).isPresent() ? " is not used" : " is not set"));
    }
}
