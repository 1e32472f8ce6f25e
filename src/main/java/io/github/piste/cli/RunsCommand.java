package io.github.piste.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code piste runs}: the runs of a folder. */
@Command(
        name = "runs",
        description = "Lists the runs of a folder with state, loss and duration, oldest first.",
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("logs");

    /** Called by the command line's library. */
    RunsCommand() {}

    @Override
    public Integer call() {
        List<Path> runs = runs();
        StringBuilder text = new StringBuilder();
        if (runs.isEmpty()) {
            text.append(Text.oneLine(directory.toString())).append(": no runs").append(System.lineSeparator());
        } else {
            text.append(String.format(
                    Locale.ROOT, "%-44s %-10s %14s %12s %12s%n", "RUN", "STATE", "LOSS", "EPOCHS", "TIME"));
            runs.forEach(run -> text.append(line(run)));
        }
        return Terminal.print(text.toString());
    }

    private List<Path> runs() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .filter(entry -> Files.exists(entry.resolve("run.json")))
                    .sorted((a, b) -> started(a).compareTo(started(b)))
                    .toList();
        } catch (IOException e) {
            throw new RunDirectoryException(directory + ": cannot be listed: " + e, e);
        }
    }

    private static String started(Path run) {
        return text(read(run), "started", "");
    }

    private static String line(Path run) {
        JsonObject status = read(run);
        return String.format(
                Locale.ROOT,
                "%-44s %-10s %14s %12s %12s%n",
                Text.oneLine(run.getFileName().toString()),
                state(run, status),
                number(status, "loss"),
                number(status, "epochs"),
                seconds(status));
    }

    /** A run whose process is gone without a word was killed, whatever its file says. */
    private static String state(Path run, JsonObject status) {
        String state = text(status, "state", "unreadable");
        return state.equals("RUNNING") && !RunDirectory.inUse(run) ? "KILLED" : Text.oneLine(state);
    }

    private static String seconds(JsonObject status) {
        JsonElement value = status.get("seconds");
        return isNumber(value) ? Text.seconds(value.getAsDouble()) : "";
    }

    private static boolean isNumber(@Nullable JsonElement value) {
        return value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber();
    }

    private static JsonObject read(Path run) {
        try {
            return JsonParser.parseString(Files.readString(run.resolve("run.json")))
                    .getAsJsonObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return new JsonObject();
        }
    }

    private static String text(JsonObject status, String name, String otherwise) {
        JsonElement value = status.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : otherwise;
    }

    private static String number(JsonObject status, String name) {
        JsonElement value = status.get(name);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? Text.number(value.getAsDouble())
                : "";
    }
}
