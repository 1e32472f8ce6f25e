package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.LoadedConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations as commands read them: file, environment, command line. */
final class Configs {
    private Configs() {}

    static LoadedConfig read(Optional<Path> file, List<String> settings) {
        LoadedConfig loaded = new ConfigReader(System.getenv()).read(file, settings);
        ImmutableList<String> unsupported = loaded.config().unsupported();
        if (!unsupported.isEmpty()) {
            throw new InvalidConfigException(unsupported);
        }
        return loaded;
    }

    static void warn(LoadedConfig loaded, PrintWriter err) {
        loaded.warnings().forEach(warning -> err.println("piste: " + Text.oneLine(warning)));
        err.flush();
    }
}
