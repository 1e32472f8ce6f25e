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

    /** {@code "linear regression · epoch 600 · loss 34.75 · converged"}. */
    static String subtitle(PlotData data) {
        StringBuilder text = new StringBuilder(data.model());
        History history = data.history();
        if (history.length() > 0) {
            Scalars now = history.scalars(history.length() - 1);
            append(text, "epoch " + Numbers.text(now.epoch(), 6));
            append(text, "loss " + Numbers.brief(now.loss()));
        }
        append(text, data.state());
        return text.toString();
    }

    private static void append(StringBuilder text, String more) {
        if (!more.isEmpty()) {
            text.append(text.length() == 0 ? "" : "  ·  ").append(more);
        }
    }
}
