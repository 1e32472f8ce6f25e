package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.train.Cadence;
import java.time.Duration;

/**
 * Block {@code observe}: what is seen and kept of a run. None of it changes a bit of the weights.
 *
 * <p>Thread-safety: immutable.
 *
 * @param workers threads that render and write, at least 1
 * @param drainLimit how long the end of a run waits for them
 * @param failFast whether an output that fails ends the run
 * @param plots pictures
 * @param metrics rows of {@code metrics.csv}
 * @param log progress lines
 * @param checkpoint states to resume from
 * @param tensorboard event files
 * @param http status page and metrics endpoint
 * @param alerts messages on trouble
 */
public record ObserveConfig(
        int workers,
        Duration drainLimit,
        boolean failFast,
        Plots plots,
        Metrics metrics,
        Log log,
        CheckpointOptions checkpoint,
        Tensorboard tensorboard,
        Http http,
        Alerts alerts) {

    /** Who draws the plots. */
    public enum Drawing {
        /** This process. */
        TRUE,
        /** Nobody. */
        FALSE,
        /** A process of its own. */
        EXTERNAL
    }

    /** The pictures there are. */
    public enum PlotKind {
        /** Loss over epochs. */
        LOSS,
        /** Data with the fitted line, or predicted against actual. */
        FIT,
        /** Weights over epochs. */
        WEIGHTS,
        /** Length of the gradient over epochs. */
        GRADIENT_NORM,
        /** Errors over predictions. */
        RESIDUALS,
        /** The way down over the contours of the loss. */
        PATH,
        /** The way down the curve of the loss over one weight. */
        CURVE,
        /** Arrows of the gradient over two weights. */
        FIELD,
        /** Classes over two features, and where one gives way to the other. */
        DECISION,
        /** How often each class was taken for each. */
        CONFUSION
    }

    /** What happens to metrics when their writer falls behind. */
    public enum Overflow {
        /** Rows are dropped, counted and reported. */
        DROP,
        /** Training waits. */
        BLOCK
    }

    /**
     * Block {@code plots}.
     *
     * @param drawing who draws
     * @param every how often
     * @param kinds which pictures, at least one
     */
    public record Plots(Drawing drawing, Cadence every, ImmutableList<PlotKind> kinds) {}

    /**
     * Block {@code metrics}.
     *
     * @param every how often
     * @param overflow what happens when the writer falls behind
     */
    public record Metrics(Cadence every, Overflow overflow) {}

    /**
     * Block {@code log}.
     *
     * @param every how often
     */
    public record Log(Cadence every) {}

    /**
     * Block {@code checkpoint}.
     *
     * @param enabled whether checkpoints are written
     * @param every how often
     * @param keep how many are kept, at least 1
     */
    public record CheckpointOptions(boolean enabled, Cadence every, int keep) {}

    /**
     * Block {@code tensorboard}.
     *
     * @param enabled whether event files are written
     */
    public record Tensorboard(boolean enabled) {}

    /**
     * Block {@code http}.
     *
     * @param enabled whether the endpoint is opened
     * @param port from 1 to 65535; 0 takes any free one
     * @param address where it listens
     */
    public record Http(boolean enabled, int port, String address) {}

    /**
     * Block {@code alerts}.
     *
     * @param enabled whether trouble is reported
     */
    public record Alerts(boolean enabled) {}
}
