package io.github.piste.cli;

import io.github.piste.train.Control;
import io.github.piste.train.Snapshot;
import io.github.piste.train.SnapshotListener;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A pause after each step, so that a descent can be watched in slow motion. */
final class Pace implements SnapshotListener {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s)");

    private static final long SLICE_MILLIS = 50;

    private final Duration pause;
    private final Control control;

    Pace(Duration pause, Control control) {
        this.pause = pause;
        this.control = control;
    }

    /** Reads {@code 50ms} or {@code 2s}. */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("--pace: found '" + text + "', expected a duration such as 50ms or 2s");
        }
        long amount = Long.parseLong(form.group(1));
        return form.group(2).equals("ms") ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
    }

    /** The same for a command, whose usage it shows on an error. */
    static Duration parse(CommandLine command, String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }

    @Override
    public void onSnapshot(Snapshot snapshot) throws InterruptedException {
        long left = pause.toMillis();
        while (left > 0 && !control.stopRequested()) {
            Thread.sleep(Math.min(left, SLICE_MILLIS));
            left -= SLICE_MILLIS;
        }
    }
}
