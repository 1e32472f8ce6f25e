package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads configurations. Options go over the environment, the environment over the file, the file over the built-in
 * defaults. Strict: what is unknown or not allowed is refused, and all that is wrong is said at once, each with where it
 * stands, what was found and what is allowed.
 *
 * <p>The environment sets a key by a variable named {@code PISTE_}, then its path in capitals with {@code _} for dots
 * and hyphens: {@code PISTE_TRAIN_LEARNING_RATE=0.1}. A file is one file: includes are refused. Substitutions see the
 * whole configuration and the environment.
 *
 * <p>Thread-safety: immutable. Time and memory are bounded whatever is in a file.
 */
public final class ConfigReader {
    private static final String DEFAULTS = "defaults.conf";

    private final Map<String, String> environment;

    /**
     * A reader that sees some environment.
     *
     * @param environment variables by name, usually {@link System#getenv()}
     */
    public ConfigReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the configuration of a run whose data come from a file or are made up.
     *
     * @param file the configuration file; empty for none
     * @param options {@code key=value} each; lists, blocks and quoted text are HOCON, all else is text as it stands
     * @return the configuration, with warnings and origins
     * @throws InvalidConfigException if anything is wrong with it
     */
    public LoadedConfig read(Optional<Path> file, List<String> options) {
        List<String> problems = new ArrayList<>();
        Settings settings = settings(file, options, problems);
        Conflicts conflicts = new Conflicts(settings);
        problems.addAll(conflicts.source());
        return loaded(settings, conflicts, problems);
    }

    /**
     * Reads the configuration of a run whose data a program brings itself: {@code data.path} and {@code data.target} may
     * be missing.
     *
     * @param file the configuration file; empty for none
     * @param options as of {@link #read}
     * @return the configuration, with warnings and origins
     * @throws InvalidConfigException if anything is wrong with it
     */
    public LoadedConfig readWithoutSource(Optional<Path> file, List<String> options) {
        List<String> problems = new ArrayList<>();
        Settings settings = settings(file, options, problems);
        return loaded(settings, new Conflicts(settings), problems);
    }

    private static LoadedConfig loaded(Settings settings, Conflicts conflicts, List<String> problems) {
        problems.addAll(conflicts.problems());
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        RunConfig config = Assembly.of(settings);
        return new LoadedConfig(
                config, ImmutableList.copyOf(conflicts.warnings()), ConfigText.origins(config, settings));
    }

    private Settings settings(Optional<Path> file, List<String> options, List<String> problems) {
        Config defaults = defaults();
        Optional<Config> inFile = file.flatMap(path -> ConfigFile.read(path, problems));
        Config merged = Overrides.options(options, problems)
                .withFallback(Overrides.environment(environment, problems))
                .withFallback(inFile.orElse(ConfigFactory.empty()))
                .withFallback(defaults);
        if (file.isPresent() && inFile.isEmpty()) {
            throw new InvalidConfigException(problems); // all else would be found missing
        }
        try {
            Config resolved =
                    merged.resolve(ConfigResolveOptions.noSystem().appendResolver(new Variables(environment)));
            Map<String, ConfigValue> found = Shape.values(resolved.root(), problems);
            return new Settings(found, Shape.values(defaults.root(), problems), problems);
        } catch (ConfigException e) {
            problems.add(FoundText.problem(e, file.map(FoundText::path).orElse("-s")));
        } catch (StackOverflowError e) {
            problems.add(file.map(FoundText::path).orElse("-s") + " nests too deeply");
        }
        throw new InvalidConfigException(problems);
    }

    private static Config defaults() {
        try {
            String text =
                    Resources.toString(Resources.getResource(ConfigReader.class, DEFAULTS), StandardCharsets.UTF_8);
            return ConfigFactory.parseString(text, new RefusedIncludes().options(Origin.DEFAULT.where()));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks " + DEFAULTS, e);
        }
    }
}
