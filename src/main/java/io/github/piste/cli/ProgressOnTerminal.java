package io.github.piste.cli;

import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as one line of a terminal that rewrites itself. */
final class ProgressOnTerminal implements SnapshotSink {
    /** Beyond this many epochs a run has no end that a bar could show. */
    static final long MOST_EPOCHS = 1_000_000;

    private final long epochs;
    private @Nullable ProgressBar bar;

    ProgressOnTerminal(long epochs) {
        this.epochs = epochs;
    }

    @Override
    public String name() {
        return "progress";
    }

    @Override
    public Cadence cadence() {
        return new Cadence.Every(Duration.ofMillis(200));
    }

    @Override
    public void accept(Snapshot snapshot) {
        if (bar == null) {
            ProgressBarStyle style = System.getenv("NO_COLOR") == null
                    ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                    : ProgressBarStyle.ASCII;
            bar = new ProgressBarBuilder()
                    .setTaskName("epochs")
                    .setInitialMax(epochs)
                    .setStyle(style)
                    .setUpdateIntervalMillis(200)
                    .build();
        }
        bar.stepTo((long) snapshot.scalars().epoch());
        bar.setExtraMessage("loss " + Text.number(snapshot.scalars().loss()));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
