package io.github.piste.plot;

import io.github.piste.plot.Layer.Look;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** A dot, ring, disc, cross or circle. Drawn once, then copied: thousands of dots cost a millisecond. */
final class Mark {
    private static final BasicStroke OUTLINE = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke HALO = new BasicStroke(5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final BasicStroke CIRCLE = new BasicStroke(1.5f);

    private final BufferedImage stamp;
    private final double center;

    private Mark(Look look, Color color, double size) {
        int side = (int) Math.ceil(size) + 8;
        center = side / 2.0;
        stamp = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = stamp.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        Ellipse2D circle = new Ellipse2D.Double(center - size / 2, center - size / 2, size, size);
        switch (look) {
            case RING -> {
                g.setColor(Color.WHITE);
                g.fill(circle);
                g.setColor(color);
                g.setStroke(OUTLINE);
                g.draw(circle);
            }
            case CIRCLES -> {
                g.setColor(color);
                g.setStroke(CIRCLE);
                g.draw(circle);
            }
            case CROSS -> {
                double r = size / 2;
                Path2D cross = new Path2D.Double();
                cross.moveTo(center - r, center - r);
                cross.lineTo(center + r, center + r);
                cross.moveTo(center - r, center + r);
                cross.lineTo(center + r, center - r);
                g.setColor(Color.WHITE);
                g.setStroke(HALO);
                g.draw(cross);
                g.setColor(color);
                g.setStroke(OUTLINE);
                g.draw(cross);
            }
            default -> {
                g.setColor(color);
                g.fill(circle);
            }
        }
        g.dispose();
    }

    /** For a layer of {@code count} points; many dots are small and let others shine through. */
    static Mark of(Look look, Color color, int count) {
        return switch (look) {
            case DOTS -> {
                double size = count <= 400 ? 7 : count <= 1500 ? 5.5 : 4.5;
                int alpha = count <= 400 ? 165 : count <= 1500 ? 120 : 80;
                yield new Mark(look, new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha), size);
            }
            case RING -> new Mark(look, color, 10);
            case DISC -> new Mark(look, color, 10);
            case CROSS -> new Mark(look, color, 11);
            case CIRCLES -> new Mark(look, color, 12.5);
            default -> new Mark(look, color, 6.5);
        };
    }

    void paint(Graphics2D g, double x, double y) {
        g.drawImage(stamp, (int) Math.round(x - center), (int) Math.round(y - center), null);
    }
}
