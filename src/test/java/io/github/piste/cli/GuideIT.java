package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide in {@code src/docs/gradient-descent.md}: its commands do, print and draw what it says. */
class GuideIT {
    private static final Path DOCUMENTS = Path.of("src", "docs");
    private static final Pattern COMMAND = Pattern.compile("(?m)^java -jar target/piste\\.jar (.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern CODE = Pattern.compile("exit\\s+code\\s+(\\d)");
    private static final Pattern FRAME = Pattern.compile("(?s)```text\n(.*?)```");
    private static final Pattern PICTURE = Pattern.compile("\\(`(plots/[a-z-]+\\.png)`");

    @TempDir
    private Path temp;

    /** A command, the exit code that the text before it says, and the text up to the next command. */
    private record Step(List<String> args, int code, String after) {
        static List<Step> all() throws IOException {
            String guide =
                    Files.readString(DOCUMENTS.resolve("gradient-descent.md")).replace("\r\n", "\n");
            List<MatchResult> commands = COMMAND.matcher(guide).results().toList();
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                int start = commands.get(i).start();
                int paragraph = guide.lastIndexOf("\n\n", guide.lastIndexOf("\n\n", start) - 1);
                Matcher code = CODE.matcher(guide.substring(paragraph, start));
                int next = i + 1 < commands.size() ? commands.get(i + 1).start() : guide.length();
                steps.add(new Step(
                        WORD.matcher(commands.get(i).group(1))
                                .results()
                                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                                .toList(),
                        i > 0 && code.find() ? Integer.parseInt(code.group(1)) : 0,
                        guide.substring(commands.get(i).end(), next)));
            }
            return steps;
        }

        List<String> lines() {
            return FRAME.matcher(after)
                    .results()
                    .flatMap(frame -> frame.group(1).lines())
                    .toList();
        }

        List<String> pictures() {
            return PICTURE.matcher(after)
                    .results()
                    .map(picture -> picture.group(1))
                    .toList();
        }
    }

    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static void copy(Path from, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file));
            }
        }
    }

    private static void works(Step step, Path folder) throws IOException {
        copy(Path.of("config"), folder);
        ProcessBuilder builder = PisteProcess.builder(
                        PisteProcess.command(step.args().toArray(String[]::new)))
                .directory(folder.toFile());
        try (PisteProcess process = PisteProcess.launch(builder)) {
            PisteProcess.Ended ended = process.await().with(step.code());
            String printed = spaced(ended.out() + " " + ended.err());
            assertFalse(step.lines().isEmpty(), "the guide shows nothing of what it prints");
            for (String line : step.lines()) {
                assertTrue(printed.contains(spaced(line)), () -> line + "\nin\n" + ended.out() + ended.err());
            }
        }
        for (String picture : step.pictures()) {
            Path file = folder.resolve("logs/latest").resolve(picture);
            assertTrue(RunFiles.isWholePng(Files.readAllBytes(file)), picture);
        }
    }

    @Test
    void everyCommand_endsPrintsAndDrawsAsTheGuideSays() throws IOException, InterruptedException {
        List<Step> steps = Step.all();
        assertTrue(steps.size() > 20, "commands found: " + steps.size());
        ExecutorService atOnce =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Step step : steps) {
                Path folder = Files.createDirectory(temp.resolve(Integer.toString(ends.size())));
                ends.add(atOnce.submit(() -> {
                    works(step, folder);
                    return step;
                }));
            }
            assertAll(ends.stream().map(end -> end::get));
        } finally {
            atOnce.shutdownNow();
        }
    }

    /** Both guides and the README lead somewhere. */
    @Test
    void everyPictureAndLink_exists() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!http|#)([^)#]+)");
        for (Path page : List.of(
                DOCUMENTS.resolve("gradient-descent.md"),
                DOCUMENTS.resolve("own-objective.md"),
                Path.of("README.md"))) {
            List<String> broken = link.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .toList();
            assertEquals(List.of(), broken, page.toString());
        }
    }
}
