package io.github.piste.run;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.github.piste.optim.Schedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that describes one run. {@link ConfigReader} reads it and has checked it; {@link #render()} writes it back.
 *
 * <p>Thread-safety: immutable. Null is never a value.
 *
 * @param run name, place and seed
 * @param data where the examples come from
 * @param model what is trained
 * @param train how it is trained
 * @param observe what is seen and kept of it
 */
public record RunConfig(Run run, DataConfig data, ModelConfig model, TrainConfig train, ObserveConfig observe) {
    /**
     * Name, place and seed of a run.
     *
     * @param name starts the name of the run directory; a plain name, so that it cannot leave its parent
     * @param directory parent of the run directory
     * @param seed decides shuffling, splits and synthetic data
     */
    public record Run(String name, Path directory, long seed) {}

    /**
     * This configuration, for one that was not read but made by hand.
     *
     * @return this
     * @throws InvalidConfigException if a value is outside what its key allows; it lists all of them
     */
    public RunConfig checked() {
        List<String> problems =
                Keys.ALL.stream().flatMap(key -> key.problem(this).stream()).toList();
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return this;
    }

    /**
     * The resolved configuration as HOCON text: reading it again gives an equal configuration. Keys that are unset, and
     * parameters that the chosen rule, schedule or mode does not use, are left out.
     *
     * @return lines, each with its line end
     */
    public String render() {
        return ConfigText.blocks(this);
    }

    /**
     * How another configuration differs from this one.
     *
     * @param other the other one
     * @return {@code key: this -> other} for each key that differs, in the order of the keys; empty if they are equal
     */
    public List<String> differences(RunConfig other) {
        return Keys.ALL.stream()
                .filter(key -> !key.text(this).equals(key.text(other)))
                .map(key -> key.path() + ": " + key.text(this).orElse("unset") + " -> "
                        + key.text(other).orElse("unset"))
                .toList();
    }

    /**
     * What decides the weights along the way: data, model, training and seed. Left out are what is only seen,
     * the name and place of the run, the path of the data (whose own fingerprint tells), the folds of a cross-validation,
     * the number of threads, the time limit, and the number of epochs unless the schedule depends on it: a run may be
     * resumed with other ones.
     *
     * @return each such key with its value as text, {@code unset} where it has none; in the order of the keys
     */
    public ImmutableMap<String, String> decidingSettings() {
        return Keys.ALL.stream().filter(this::decidesWeights).collect(toImmutableMap(Key::path, key -> key.text(this)
                .orElse("unset")));
    }

    /**
     * A digest of {@link #decidingSettings}.
     *
     * @return 64 hexadecimal digits
     */
    public String fingerprint() {
        String text = Joiner.on('\n').withKeyValueSeparator('=').join(decidingSettings());
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    private boolean decidesWeights(Key<?> key) {
        if (key.equals(Keys.EPOCHS)) {
            return train.schedule() instanceof Schedule.Cosine;
        }
        return !key.equals(Keys.THREADS)
                && !key.equals(Keys.PATH)
                && !key.equals(Keys.FOLDS)
                && !key.equals(Keys.TIME_LIMIT)
                && (key.equals(Keys.SEED) || !key.path().startsWith("run."))
                && !key.path().startsWith("observe.");
    }

    /**
     * What this configuration asks for and this version does not do yet.
     *
     * @return a line for each such key that names it, its value and what is allowed; empty if all can be done
     */
    public ImmutableList<String> unsupported() {
        return Unsupported.in(this);
    }
}
