package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/** The coloured ground of a chart. */
final class Ground extends AreaMark {
    /** Pixels along each side that share a colour; lines hide their steps. */
    private static final int COARSE = 2;

    private final Drawing.Tint tint;

    Ground(Drawing.Tint tint, AxisScale xScale, AxisScale yScale) {
        super(xScale, yScale);
        this.tint = tint;
    }

    @Override
    void paint(Graphics2D g, Rectangle2D area) {
        int width = (int) Math.ceil(area.getWidth() / COARSE);
        int height = (int) Math.ceil(area.getHeight() / COARSE);
        if (width < 1 || height < 1) {
            return;
        }
        double[] atX = new double[width];
        double[] atY = new double[height];
        Arrays.setAll(atX, i -> xScale.value((i + 0.5) / width));
        Arrays.setAll(atY, j -> yScale.value(1 - (j + 0.5) / height));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        tint.fill(atX, atY, ((DataBufferInt) image.getRaster().getDataBuffer()).getData());
        g.drawImage(
                image,
                (int) Math.round(area.getX()),
                (int) Math.round(area.getY()),
                (int) Math.round(area.getWidth()),
                (int) Math.round(area.getHeight()),
                null);
    }
}
