package io.github.piste.run;

import io.github.piste.objective.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What is running, and on what. */
public final class Version {
    private Version() {}

    /**
     * Piste's version.
     *
     * @return as the build wrote it
     */
    public static String piste() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }

    /**
     * What decides about bits besides configuration and data: Piste's version and the arithmetic in use.
     *
     * @return both, such as {@code 0.1.0, vector-8 kernel}
     */
    public static String arithmetic() {
        return piste() + ", " + Kernels.name() + " kernel";
    }

    /**
     * The Java machine.
     *
     * @return name, version and vendor
     */
    public static String jvm() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("java.vendor");
    }

    /**
     * The processor.
     *
     * @return its model where the system tells, otherwise the architecture
     */
    public static String cpu() {
        return model().orElse(System.getProperty("os.arch"));
    }

    private static Optional<String> model() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(info, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
