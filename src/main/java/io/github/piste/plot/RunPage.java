package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.html.HtmlEscapers;
import com.google.common.io.Resources;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The page of a run: its state, its main numbers and all its pictures in one file that works opened from disk.
 *
 * <p>While the run goes on, an open page refreshes itself once a second without flicker. The file is replaced with new
 * numbers; the page loads it again in a hidden frame, which posts the numbers to it (reading files is refused to pages
 * from disk, messages are not), and puts each picture in its place once it is loaded. It stops a few seconds after the
 * run has ended, and says so if there has been no news of a run for long. Without scripts the page still shows all.
 *
 * <p>Thread-safety: immutable.
 */
public final class RunPage {
    private final String template;
    private final String title;
    private final String model;
    private final ImmutableList<Plot> plots;

    /**
     * Creates the page of a run.
     *
     * @param title name of the run
     * @param model what is trained, in words
     * @param plots the pictures, expected as {@code plots/<name>.png} beside the page; one that is not there is not shown
     */
    public RunPage(String title, String model, ImmutableList<Plot> plots) {
        this.title = title;
        this.model = model;
        this.plots = plots;
        try {
            template = Resources.toString(Resources.getResource(RunPage.class, "page.html"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's template is missing from this program", e);
        }
    }

    /**
     * The page at one moment.
     *
     * @param now the numbers of the moment; those that are NaN are left out
     * @param optimum the least possible loss, NaN where unknown
     * @param stepsPerSecond how fast it goes, NaN where unknown
     * @param state how the run is doing, in a word or two
     * @param running whether more is to come
     * @param updated the time of the moment
     * @return HTML, with all names escaped
     */
    public String html(
            Scalars now, double optimum, double stepsPerSecond, String state, boolean running, Instant updated) {
        // Names go in last, so that no placeholder in one of them is filled.
        return template.replace("{{width}}", Integer.toString(Renderer.WIDTH))
                .replace("{{height}}", Integer.toString(Renderer.HEIGHT))
                .replace("{{running}}", Boolean.toString(running))
                .replace("{{updated}}", Long.toString(updated.toEpochMilli()))
                .replace("{{time}}", updated.toString())
                .replace("{{kind}}", kind(state, running))
                .replace("{{facts}}", facts(now, optimum, stepsPerSecond))
                .replace("{{figures}}", figures())
                .replace("{{state}}", escape(state))
                .replace("{{model}}", escape(model))
                .replace("{{title}}", escape(title));
    }

    private static String kind(String state, boolean running) {
        String lower = state.toLowerCase(Locale.ROOT);
        boolean failed = lower.contains("diverged") || lower.contains("failed");
        return failed ? "failed" : running ? "running" : "ended";
    }

    private static String facts(Scalars now, double optimum, double stepsPerSecond) {
        StringBuilder html = new StringBuilder();
        fact(html, "step", String.format(Locale.ROOT, "%,d", now.step()));
        fact(html, "epoch", now.epoch());
        fact(html, "loss", now.loss());
        fact(html, "optimum", optimum);
        if (optimum > 0 && Double.isFinite(now.loss())) {
            double above = Math.max(0, now.loss() / optimum - 1);
            fact(html, "above optimum", above < 1e-12 ? "0 %" : Numbers.text(100 * above, 3) + " %");
        }
        fact(html, "validation loss", now.validationLoss());
        fact(html, "gradient norm", now.gradientNorm());
        fact(html, "learning rate", now.learningRate());
        fact(html, "elapsed", elapsed(now.elapsedSeconds()));
        if (Double.isFinite(stepsPerSecond)) {
            fact(html, "steps per second", String.format(Locale.ROOT, "%,d", Math.round(stepsPerSecond)));
        }
        return html.toString();
    }

    private static void fact(StringBuilder html, String name, double value) {
        if (!Double.isNaN(value)) {
            fact(html, name, Numbers.text(value, 5));
        }
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
    }

    private static String elapsed(double seconds) {
        if (!(seconds >= 60)) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration time = Duration.ofSeconds((long) seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    private String figures() {
        StringBuilder html = new StringBuilder();
        for (Plot plot : plots) {
            String source = escape("plots/" + plot.name() + ".png");
            html.append("<figure data-src=\"")
                    .append(source)
                    .append("\"><img src=\"")
                    .append(source);
            html.append("\" alt=\"").append(escape(plot.caption())).append(" of {{title}}\"></figure>\n");
        }
        return html.toString();
    }

    private static String escape(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }
}
