package io.github.piste.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;

/** The words above a picture: title, subtitle, legend. */
final class Heading {
    private static final int LEFT = 22;
    private static final int LEGEND_ROW = 22;

    private Heading() {}

    /** Draws them. Returns where what is below may begin. */
    static int paint(Drawing drawing, Graphics2D g, int width) {
        g.setColor(Style.WORDS);
        g.setFont(Style.TITLE);
        g.drawString(fitting(drawing.title(), g.getFontMetrics(), width - 2 * LEFT), LEFT, 34);
        g.setColor(Style.QUIET_WORDS);
        g.setFont(Style.SUBTITLE);
        g.drawString(fitting(drawing.subtitle(), g.getFontMetrics(), width - 2 * LEFT), LEFT, 57);
        g.setFont(Style.LEGEND);
        FontMetrics metrics = g.getFontMetrics();
        int x = LEFT;
        int y = 82;
        boolean any = false;
        for (Layer layer : drawing.layers()) {
            if (layer.name().isEmpty()) {
                continue;
            }
            String name = fitting(layer.name(), metrics, width / 2);
            int needed = 36 + metrics.stringWidth(name);
            if (any && x + needed > width - LEFT) {
                x = LEFT;
                y += LEGEND_ROW;
            }
            sampleOf(layer, g, x, y - 5);
            g.setColor(Style.WORDS);
            g.drawString(name, x + 34, y);
            x += needed + 22;
            any = true;
        }
        return any ? y + 6 : 64;
    }

    private static void sampleOf(Layer layer, Graphics2D g, int x, int y) {
        Color color = Style.color(layer.ink());
        if (layer.look() == Layer.Look.ARROWS) {
            g.setColor(color);
            g.setStroke(Style.stroke(layer.look()));
            g.drawLine(x, y, x + 26, y);
            g.drawLine(x + 19, y - 4, x + 26, y);
            g.drawLine(x + 19, y + 4, x + 26, y);
        } else if (layer.look().isLine()) {
            g.setColor(color);
            g.setStroke(Style.stroke(layer.look()));
            g.drawLine(x, y, x + 26, y);
        } else {
            Mark.of(layer.look(), color, 1).paint(g, x + 14, y);
        }
    }

    /** As much of a text as fits, on one line. */
    static String fitting(String text, FontMetrics metrics, int pixels) {
        String line = oneLine(text.length() > 500 ? text.substring(0, 500) : text);
        if (metrics.stringWidth(line) <= pixels) {
            return line;
        }
        int length = line.length();
        while (length > 0 && metrics.stringWidth(line.substring(0, length) + "…") > pixels) {
            length--;
        }
        return line.substring(0, length) + "…";
    }

    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
