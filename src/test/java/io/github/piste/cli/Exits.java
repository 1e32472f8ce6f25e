package io.github.piste.cli;

import io.github.piste.Training;
import io.github.piste.TrainingService;
import io.github.piste.train.Cadence;
import io.github.piste.train.SnapshotListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Programs that call System.exit where one would not expect it. */
final class Exits {
    /** What the calls give as the exit code. */
    static final int CODE = 7;

    private Exits() {}

    /** Where the call comes from. */
    enum From {
        /** A worker of the sinks. */
        A_SINK,
        /** The training thread. */
        THE_TRAINING_THREAD,
        /** The shutdown hook of a program that trains, after it has stopped the training. */
        A_HOOK_THAT_STOPS_A_SERVICE,
        /** A shutdown hook below the command line. */
        A_HOOK_OF_THE_COMMAND_LINE
    }

    /** Takes the place of the call, and a configuration and a run directory, or a command line. */
    public static void main(String[] args) {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        switch (From.valueOf(args[0])) {
            case A_SINK -> training(rest).listener(afterAWhile()).run();
            case THE_TRAINING_THREAD ->
                training(rest)
                        .inlineListener(new Cadence.Every(Duration.ofMillis(50)), afterAWhile())
                        .run();
            case A_HOOK_THAT_STOPS_A_SERVICE -> {
                TrainingService service = training(rest).service();
                service.startAsync().awaitRunning();
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> service.stopAsync().awaitTerminated()));
                System.exit(CODE);
            }
            case A_HOOK_OF_THE_COMMAND_LINE -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.exit(CODE)));
                Main.main(rest);
            }
        }
    }

    private static Training training(String[] args) {
        return Training.onConfig(Path.of(args[0])).directory(Path.of(args[1]));
    }

    private static SnapshotListener afterAWhile() {
        return snapshot -> {
            if (snapshot.scalars().elapsedSeconds() > 0.3) {
                System.exit(CODE);
            }
        };
    }
}
