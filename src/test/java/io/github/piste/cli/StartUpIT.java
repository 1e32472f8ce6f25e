package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job loads, and when: nothing that the first step could do without. */
class StartUpIT {
    @TempDir
    private Path temp;

    /** The names of all classes that the sample's job loads, in order. */
    private List<String> loaded(String... settings) throws IOException {
        Path log = temp.resolve("classes.txt");
        List<String> words = new ArrayList<>(List.of(
                PisteProcess.java().toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-jar",
                PisteProcess.JAR.toString(),
                "train",
                "config/train.conf",
                "-s",
                "run.directory=" + temp));
        words.addAll(List.of(settings));
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            process.await().with(ExitCode.DONE);
        }
        return Files.readAllLines(log).stream()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    private static int first(List<String> classes, String prefix) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).startsWith(prefix)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void chartLibrary_isNotLoadedBeforeTheFirstPictureIsPainted() throws IOException {
        List<String> classes = loaded();
        int painter = first(classes, "io.github.piste.plot.PngPainter");
        assertTrue(painter > first(classes, "io.github.piste.train.Trainer"), "painted before there is a trainer");
        for (String library : List.of("org.knowm.xchart.", "java.awt.Font", "java.awt.image.")) {
            assertTrue(first(classes, library) > painter, () -> classes.get(first(classes, library)));
        }
    }

    @Test
    void withoutPlots_loadsNothingThatDraws_norXmlNorOtherCommands() throws IOException {
        List<String> classes = loaded("-s", "observe.plots.enabled=false");
        assertTrue(first(classes, "io.github.piste.train.Trainer") > 0);
        for (String other : List.of(
                "org.knowm.xchart.",
                "java.awt.Font",
                "io.github.piste.plot.PngPainter",
                "io.github.piste.plot.ChartPainter",
                "com.sun.org.apache.xerces.",
                "ch.qos.logback.classic.joran.")) {
            assertEquals(-1, first(classes, other), () -> classes.get(first(classes, other)));
        }
    }
}
