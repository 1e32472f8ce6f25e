package io.github.piste.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/**
 * A matrix of counts as shaded cells, each darker the larger its share of its row: blue on the diagonal, where the
 * prediction is right, orange beside it. Right of each row stands how much of it is right.
 */
final class MatrixPainter {
    private static final int LONGEST_NAME = 170;
    private static final int LARGEST_CELL = 150;
    private static final int GAP = 10;
    /** Room for the words along the left and the upper side. */
    private static final int AXIS = 34;

    private static final int SHARE = 120;
    private static final int BOTTOM = 18;
    /** Above this names are written small and steep, and zeros are left out. */
    private static final int MANY = 12;

    private static final int PALE = 0xF3F5F8;

    private final Matrix matrix;
    private final Graphics2D g;
    private final Font nameFont;
    private final FontMetrics names;
    private final int nameWidth;
    private final boolean slanted;
    private final double slant;
    private final int cell;
    private final int left;
    private final int top;

    MatrixPainter(Matrix matrix, Graphics2D g, int width, int height) {
        this.matrix = matrix;
        this.g = g;
        int k = Math.max(1, matrix.size());
        nameFont = Style.LEGEND.deriveFont(k > MANY ? 11f : 14f);
        slant = Math.toRadians(k > MANY ? -62 : -38);
        names = g.getFontMetrics(nameFont);
        nameWidth = matrix.names().stream()
                .mapToInt(name -> names.stringWidth(Heading.fitting(name, names, LONGEST_NAME)))
                .max()
                .orElse(0);
        int wide = (width - nameWidth - SHARE - 2 * AXIS - 2 * GAP) / k;
        int level = Math.min(LARGEST_CELL, Math.min(wide, (height - AXIS - names.getHeight() - 2 * GAP - BOTTOM) / k));
        slanted = nameWidth > level - 8;
        int above = slanted ? (int) (nameWidth * Math.sin(-slant)) + names.getHeight() : names.getHeight();
        cell = Math.max(4, Math.min(LARGEST_CELL, Math.min(wide, (height - AXIS - above - 2 * GAP - BOTTOM) / k)));
        left = (width - SHARE - k * cell + nameWidth + AXIS) / 2;
        top = AXIS + above + GAP;
    }

    void paint() {
        int k = matrix.size();
        for (int i = 0; i < k; i++) {
            int actual = matrix.actual(i);
            for (int j = 0; j < k; j++) {
                paintCell(i, j, actual);
            }
            paintRowName(i);
            paintColumnName(i);
            paintShare(i, actual);
        }
        g.setFont(Style.AXIS);
        g.setColor(Style.WORDS);
        centred("predicted", left + k * cell / 2.0, AXIS - 12);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, left - nameWidth - 2.0 * GAP - 6, top + k * cell / 2.0);
        centred("actual", left - nameWidth - 2.0 * GAP - 6, top + k * cell / 2.0);
        g.setTransform(upright);
    }

    private void paintCell(int i, int j, int actual) {
        int count = matrix.count(i, j);
        double share = actual == 0 ? 0 : (double) count / actual;
        int full = i == j ? Ink.BLUE.rgb() : Ink.VERMILLION.rgb();
        // The root lets a single error be seen.
        int shade = count == 0 ? PALE : Style.mix(0xFFFFFF, full, 0.12 + 0.88 * Math.sqrt(share));
        int x = left + j * cell;
        int y = top + i * cell;
        g.setColor(new Color(shade));
        g.fillRect(x, y, cell - 2, cell - 2);
        if (count == 0 && matrix.size() > MANY) {
            return;
        }
        String text = Integer.toString(count);
        float size = Math.min(22f, Math.min(cell * 0.58f, cell * 1.3f / text.length()));
        g.setFont(Style.LEGEND.deriveFont(i == j ? Font.BOLD : Font.PLAIN, size));
        g.setColor(count == 0 ? Style.FRAME : isDark(shade) ? Color.WHITE : Style.WORDS);
        FontMetrics metrics = g.getFontMetrics();
        centred(text, x + cell / 2.0 - 1, y + cell / 2.0 - 1 + (metrics.getAscent() - metrics.getDescent()) / 2.0);
    }

    private static boolean isDark(int rgb) {
        return 0.3 * (rgb >> 16 & 0xFF) + 0.59 * (rgb >> 8 & 0xFF) + 0.11 * (rgb & 0xFF) < 150;
    }

    private void paintRowName(int i) {
        g.setFont(nameFont);
        g.setColor(Style.WORDS);
        String name = Heading.fitting(matrix.names().get(i), names, LONGEST_NAME);
        g.drawString(name, left - GAP - names.stringWidth(name), middle(i));
    }

    private void paintColumnName(int j) {
        g.setFont(nameFont);
        g.setColor(Style.WORDS);
        String name = Heading.fitting(matrix.names().get(j), names, LONGEST_NAME);
        double x = left + (j + 0.5) * cell - 1;
        if (!slanted) {
            centred(name, x, top - GAP);
            return;
        }
        AffineTransform upright = g.getTransform();
        g.rotate(slant, x, top - (double) GAP);
        g.drawString(name, (float) x, top - GAP);
        g.setTransform(upright);
    }

    private void paintShare(int i, int actual) {
        g.setFont(nameFont);
        g.setColor(Style.QUIET_WORDS);
        String share = actual == 0 ? "no rows" : Words.percent(matrix.count(i, i), actual) + " right";
        g.drawString(share, left + matrix.size() * cell + GAP, middle(i));
    }

    private int middle(int i) {
        return top + i * cell + cell / 2 - 1 + (names.getAscent() - names.getDescent()) / 2;
    }

    private void centred(String text, double x, double y) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
    }
}
