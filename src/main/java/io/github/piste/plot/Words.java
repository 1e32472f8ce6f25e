package io.github.piste.plot;

import io.github.piste.train.History;
import io.github.piste.train.Scalars;

/** The words that several pictures share. */
final class Words {
    private Words() {}

    /** {@code "waiting: loss"}: what is seen of which run. */
    static String title(PlotData data, String picture) {
        return data.title().isEmpty() ? picture : picture + " – " + data.title();
    }

    /** Whether what goes down is a function of its weights alone, not a loss on data. */
    static boolean isFunction(PlotData data) {
        return data.sample().y().isEmpty() && !data.weightNames().isEmpty();
    }

    /** What the horizontal axis of a curve over the run counts. */
    static String time(PlotData data) {
        return isFunction(data) ? "step" : "epoch";
    }

    /** The name of an axis along a weight. */
    static String weight(PlotData data, int j) {
        String name = data.weightNames().get(j);
        return isFunction(data) || name.equals("intercept") ? name : "weight of " + name;
    }

    /** {@code "97.3 %"}. */
    static String percent(int part, int whole) {
        return Numbers.text(100.0 * part / whole, 3) + " %";
    }

    /** {@code "linear regression · epoch 600 · loss 34.75 · converged"}, and what else there is to say. */
    static String subtitle(PlotData data, String... more) {
        StringBuilder text = new StringBuilder(data.model());
        History history = data.history();
        if (history.length() > 0) {
            Scalars now = history.scalars(history.length() - 1);
            append(text, data.label());
            append(text, time(data) + " " + (isFunction(data) ? now.step() : Numbers.text(now.epoch(), 6)));
            append(text, (isFunction(data) ? data.loss() : "loss") + " " + Numbers.brief(data.shown(now.loss())));
        }
        append(text, data.state());
        for (String words : more) {
            append(text, words);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String more) {
        if (!more.isEmpty()) {
            text.append(text.length() == 0 ? "" : "  ·  ").append(more);
        }
    }
}
