package io.github.piste.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.RunConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key and the values that a comparison gives it.
 *
 * @param key of the configuration
 * @param values at least two, all different
 */
record ComparedValues(String key, ImmutableList<String> values) {
    /** Reads {@code key=v1,v2,...}. */
    static ComparedValues parse(String text) {
        List<String> parts = Splitter.on('=').limit(2).trimResults().splitToList(text);
        List<String> values = parts.size() < 2
                ? List.of()
                : Splitter.on(',').trimResults().omitEmptyStrings().splitToList(parts.get(1));
        if (values.size() < 2) {
            throw new IllegalArgumentException("found '" + text + "', expected a key and at least two values, such as"
                    + " train.learning-rate=0.01,0.1,0.4");
        }
        String key = parts.get(0);
        boolean ofRun = key.startsWith("run.") && !key.equals("run.seed");
        if (ofRun || key.startsWith("observe.") || key.equals("data.folds")) {
            throw new IllegalArgumentException("found '" + key + "', but its values make no different descents; compare"
                    + " a key of data, model or train, or run.seed");
        }
        return new ComparedValues(key, ImmutableList.copyOf(values));
    }

    /** The configuration with each of the values. Warns of what has no effect on any of them, or is about the key. */
    ImmutableList<RunConfig> configs(Optional<Path> file, List<String> settings, PrintWriter err) {
        List<LoadedConfig> loaded = new ArrayList<>();
        for (String value : values) {
            List<String> all = new ArrayList<>(settings);
            all.add(key + "=" + value);
            loaded.add(Configs.read(file, all));
        }
        ImmutableList<RunConfig> configs =
                loaded.stream().map(LoadedConfig::config).collect(ImmutableList.toImmutableList());
        Set<String> warnings = new LinkedHashSet<>();
        for (LoadedConfig one : loaded) {
            one.warnings().stream()
                    .filter(warning -> warning.contains(": " + key + " = ")
                            || loaded.stream()
                                    .allMatch(other -> other.warnings().contains(warning)))
                    .forEach(warnings::add);
        }
        warnings.forEach(warning -> err.println("piste: " + Text.oneLine(warning)));
        err.flush();
        checkDifferent(configs);
        return configs;
    }

    private void checkDifferent(ImmutableList<RunConfig> configs) {
        for (int i = 0; i < configs.size(); i++) {
            if (configs.get(i).data().folds() > 0) {
                throw new IllegalArgumentException("data.folds = "
                        + configs.get(i).data().folds() + ": compare makes no cross-validation; add -s data.folds=0");
            }
            for (int j = 0; j < i; j++) {
                if (configs.get(j).equals(configs.get(i))) {
                    throw new IllegalArgumentException("found " + key + "=" + values.get(j) + "," + values.get(i)
                            + ", which make the same descent twice; leave one out");
                }
            }
        }
    }

    /** {@code train.learning-rate} and {@code 0.1} are "learning-rate 0.1", {@code train.mode} and {@code batch} "batch". */
    String label(int i) {
        String value = values.get(i);
        boolean word = Character.isLetter(value.charAt(0));
        return word ? value : key.substring(key.lastIndexOf('.') + 1) + " " + value;
    }
}
