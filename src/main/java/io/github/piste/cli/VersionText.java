package io.github.piste.cli;

import io.github.piste.objective.Kernels;
import io.github.piste.run.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
    /** Called by the command line's library. */
    VersionText() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "piste " + Version.piste(), Version.jvm(), Version.cpu() + ", " + Kernels.name() + " kernel"
        };
    }
}
