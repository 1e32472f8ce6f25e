package io.github.piste.run;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Single values from the environment and the command line, which go over those of a file. */
final class Overrides {
    private static final String PREFIX = "PISTE_";
    /** Variables that are ours and no keys: where the tests find data. */
    private static final ImmutableSet<String> OTHER_VARIABLES = ImmutableSet.of("PISTE_DATA");

    private static final ImmutableMap<String, Key<?>> VARIABLES = Maps.uniqueIndex(Keys.ALL, Key::variable);

    private Overrides() {}

    /**
     * The keys that variables set: {@code PISTE_}, then the path in capitals with {@code _} for dots and hyphens.
     *
     * @param environment all variables; others are not looked at
     * @param problems receives a line for each variable that names no key
     */
    static Config environment(Map<String, String> environment, List<String> problems) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name)) {
                continue;
            }
            Key<?> key = VARIABLES.get(name);
            String origin = Origin.VARIABLE + FoundText.of(name);
            if (key == null) {
                problems.add(origin + " stands for no key; nearest: " + NearestKey.of(name, VARIABLES.keySet()));
            } else {
                Optional<ConfigValue> value = value(variable.getValue(), origin, problems);
                config = value.isPresent() ? config.withValue(key.path(), value.get()) : config;
            }
        }
        return config;
    }

    /**
     * The keys that options set; of two for one key the later one counts.
     *
     * @param options {@code key=value} each
     * @param problems receives a line for each that is not of that form
     */
    static Config options(List<String> options, List<String> problems) {
        Config config = ConfigFactory.empty();
        for (String option : options) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals).strip();
            String origin = Origin.OPTION + FoundText.of(name);
            if (equals < 0) {
                problems.add(origin + " has no value; allowed: -s key=value");
                continue;
            }
            Optional<ConfigValue> value = value(option.substring(equals + 1), origin, problems);
            if (value.isPresent()) {
                try {
                    config = value.get().atPath(name).withFallback(config);
                } catch (ConfigException.BadPath e) {
                    problems.add(origin + " names no key; allowed: keys such as train.epochs");
                }
            }
        }
        return config;
    }

    /** Lists, blocks, quoted text and null are HOCON; all else is text as it stands, blanks at its ends cut off. */
    private static Optional<ConfigValue> value(String text, String origin, List<String> problems) {
        String stripped = text.strip();
        boolean hocon = stripped.startsWith("[")
                || stripped.startsWith("{")
                || stripped.startsWith("\"")
                || stripped.equals("null");
        if (!hocon) {
            return Optional.of(
                    ConfigValueFactory.fromAnyRef(stripped).withOrigin(ConfigOriginFactory.newSimple(origin)));
        }
        RefusedIncludes includes = new RefusedIncludes();
        try {
            Config parsed = ConfigFactory.parseString("v = " + stripped, includes.options(origin));
            problems.addAll(includes.problems(origin, ""));
            if (parsed.root().keySet().size() == 1) {
                return Optional.ofNullable(parsed.root().get("v"));
            }
            problems.add(origin + " = " + FoundText.of(stripped) + " is not one value");
        } catch (ConfigException e) {
            problems.add(FoundText.problem(e, origin));
        } catch (StackOverflowError e) {
            problems.add(origin + " nests too deeply");
        }
        return Optional.empty();
    }
}
