package io.github.piste.cli;

import io.github.piste.train.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A process that listens to signals as a training does, inside a step that never ends. */
final class EndlessStep {
    private EndlessStep() {}

    /** Takes the patience and a folder, where it tells how far it is. */
    public static void main(String[] args) throws IOException {
        Control control = new Control();
        new Interruption(control, Duration.parse(args[0])).descending();
        Path folder = Path.of(args[1]);
        Files.createFile(folder.resolve("descending"));
        boolean told = false;
        while (true) {
            LockSupport.parkNanos(1_000_000);
            if (control.stopRequested() && !told) {
                told = true;
                Files.createFile(folder.resolve("asked"));
            }
        }
    }
}
