package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import io.github.piste.data.LoadedData;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.RunConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a training starts from: its configuration, and what makes a run of it and its rows. */
record TrainingInput(RunConfig config, Function<RunRequest, TrainingRun> making) {
    /** Where both come from, once the settings are known. */
    interface Source {
        TrainingInput read(List<String> settings, OpenedPlace place);
    }

    /** Rows that the caller has. */
    static Source of(Dataset data) {
        return (settings, place) -> {
            RunConfig config = supported(reader().readWithoutSource(Optional.empty(), settings));
            DataSummary summary = DataSummary.of(LoadedData.whole(data, "arrays"));
            return new TrainingInput(config, request -> new TrainingRun(request, data, summary));
        };
    }

    /** Rows that the configuration names. */
    static Source loaded(Optional<Path> file) {
        return (settings, place) -> {
            RunConfig config = supported(reader().read(file, settings));
            LoadedData loaded = DataLoader.load(config, bytes -> {}, place::path);
            DataSummary summary = DataSummary.of(loaded);
            return new TrainingInput(config, request -> TrainingRun.takingOver(request, loaded.dataset(), summary));
        };
    }

    private static ConfigReader reader() {
        return new ConfigReader(Map.of());
    }

    private static RunConfig supported(LoadedConfig loaded) {
        ImmutableList<String> unsupported = loaded.config().unsupported();
        if (!unsupported.isEmpty()) {
            throw new InvalidConfigException(unsupported);
        }
        return loaded.config();
    }
}
