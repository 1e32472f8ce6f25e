package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.train.Cadence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can only be seen from outside a Java process. */
class RendererTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void png_withoutAnyFont_isOffWithOneMessage(@TempDir Path folder) throws Exception {
        Path fonts = folder.resolve("fonts.conf");
        Files.writeString(fonts, "<fontconfig><dir>" + folder.resolve("none") + "</dir></fontconfig>");
        String output = java(folder, fonts, "-Djava.awt.headless=true");
        assertTrue(output.contains("drawn: false"), output);
        assertTrue(output.contains("unavailable: plots are off"), output);
    }

    @Test
    void png_whenFirstCalled_loadsTheChartLibraryAndNotBefore(@TempDir Path folder) throws Exception {
        String output =
                java(folder, null, "-Djava.awt.headless=true", "-Xlog:class+load:file=" + folder.resolve("classes"));
        assertTrue(output.contains("drawn: true"), output);
        List<String> loaded = Files.readAllLines(folder.resolve("classes"));
        int first = indexOf(loaded, "org.knowm.xchart");
        int mark = indexOf(loaded, "RendererTest$AboutToDraw");
        assertTrue(mark >= 0 && first > mark, "chart library at " + first + ", first picture at " + mark);
        assertEquals(-1, indexOf(loaded.subList(0, mark), "java.awt.Font"));
    }

    private static int indexOf(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }

    private static String java(Path home, @Nullable Path fonts, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-Duser.home=" + home);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Drawer.class.getName(), home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        if (fonts != null) {
            builder.environment().put("FONTCONFIG_FILE", fonts.toString());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Its loading marks the moment. */
    static final class AboutToDraw {
        private AboutToDraw() {}

        static void mark() {}
    }

    /** The other process. */
    static final class Drawer {
        private Drawer() {}

        public static void main(String[] folder) throws Exception {
            Renderer renderer = new Renderer();
            Path plots = Path.of(folder[0]);
            List<PlotSink> sinks = new ArrayList<>();
            for (Plot plot : Plot.all()) {
                sinks.add(new PlotSink(
                        plot, plots, new Cadence.Epochs(1), s -> Runs.oldFaithful(0.1, 3, "running"), renderer));
            }
            AboutToDraw.mark();
            for (PlotSink sink : sinks) {
                sink.accept(Runs.snapshot(1, true));
            }
            boolean drawn = Files.exists(plots.resolve("loss.png"));
            System.out.println("drawn: " + drawn);
            System.out.println("unavailable: " + renderer.unavailable().orElse(""));
        }
    }
}
