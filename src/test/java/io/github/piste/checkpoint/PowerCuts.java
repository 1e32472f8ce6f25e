package io.github.piste.checkpoint;

import static java.util.Objects.requireNonNull;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.piste.files.WatchedFiles.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * A disk that forgets: what was written to a file is there after a power cut if the file was forced; names that came, went
 * or changed are there if their folder was forced, and else as many of the first of them as chance has it.
 */
final class PowerCuts {
    private final Path run;
    private final List<String> lost = new ArrayList<>();
    private final Map<String, Content> onDisk = new HashMap<>();
    private final Map<String, Content> seen = new HashMap<>();
    private final List<Consumer<Map<String, Content>>> namesToCome = new ArrayList<>();

    /** Of one file: what was written, and what of it is on the disk. */
    private static final class Content {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private byte[] forced = {};
    }

    PowerCuts(Path run) {
        this.run = run;
    }

    /** What went wrong. */
    List<String> lost() {
        return lost;
    }

    /** Cuts the power before each operation and after the last; returns how many ways there were. */
    int losses(int operations, IntFunction<Operation> operation, IntToLongFunction saved) throws IOException {
        int cuts = 0;
        for (int i = 0; i <= operations; i++) {
            long step = saved.applyAsLong(Math.min(i, operations - 1));
            for (int names = 0; names <= namesToCome.size(); names++) {
                cuts++;
                String when = i + " operations, then a cut with " + names + " of " + namesToCome.size() + " names";
                look(names, step, when);
            }
            if (i < operations) {
                apply(operation.apply(i));
            }
        }
        return cuts;
    }

    private void apply(Operation operation) {
        String name = String.valueOf(operation.path().getFileName());
        String to = String.valueOf(operation.to().getFileName());
        boolean ofFolder = name.equals("checkpoints");
        switch (operation.kind()) {
            case OPEN -> {
                if (!ofFolder) {
                    Content fresh = new Content();
                    change(names -> names.put(name, fresh));
                }
            }
            case WRITE -> seen(name).written.writeBytes(operation.bytes());
            case FORCE -> {
                if (ofFolder) {
                    namesToCome.forEach(change -> change.accept(onDisk));
                    namesToCome.clear();
                } else {
                    seen(name).forced = seen(name).written.toByteArray();
                }
            }
            case MOVE -> {
                Content moved = seen(name);
                change(names -> {
                    names.remove(name);
                    names.put(to, moved);
                });
            }
            case DELETE -> change(names -> names.remove(name));
            default -> {
                // The folder itself is there.
            }
        }
    }

    private Content seen(String name) {
        return requireNonNull(seen.get(name), name);
    }

    private void change(Consumer<Map<String, Content>> names) {
        names.accept(seen);
        namesToCome.add(names);
    }

    private void look(int names, long saved, String when) throws IOException {
        Map<String, Content> left = new HashMap<>(onDisk);
        namesToCome.subList(0, names).forEach(change -> change.accept(left));
        Path folder = run.resolve("checkpoints");
        Files.createDirectories(folder);
        for (Map.Entry<String, Content> file : left.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue().forced);
        }
        long found = CheckpointStore.open(run, 9)
                .latest()
                .found()
                .map(stored -> stored.checkpoint().step())
                .orElse(0L);
        if (found < saved) {
            lost.add(when + ": step " + saved + " was saved, found " + found);
        }
        MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
