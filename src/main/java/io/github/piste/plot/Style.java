package io.github.piste.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** How all pictures look: white paper, a thin grid, dark grey words. */
final class Style {
    static final Color PAPER = Color.WHITE;
    static final Color WORDS = new Color(0x1F2328);
    static final Color QUIET_WORDS = new Color(0x59636E);
    static final Color GRID = new Color(0xE6E9ED);
    static final Color FRAME = new Color(0xB6BCC4);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke THIN = new BasicStroke(1.1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED = dashes(1.8f, 7, 5);
    static final BasicStroke GUIDE = dashes(1.2f, 4, 4);

    /** Pixels between the ticks of the horizontal and of the vertical axis. */
    static final int X_TICKS = 80;

    static final int Y_TICKS = 55;

    private Style() {}

    static void apply(XYStyler styler) {
        styler.setLegendVisible(false)
                .setLegendPosition(LegendPosition.InsideNE)
                .setChartTitleVisible(false)
                .setChartBackgroundColor(PAPER)
                .setChartFontColor(WORDS)
                .setChartPadding(14)
                .setPlotBackgroundColor(PAPER)
                .setPlotBorderColor(FRAME)
                .setPlotBorderVisible(true)
                .setPlotContentSize(1)
                .setAntiAlias(true);
        styler.setAxisTitleFont(AXIS)
                .setAxisTickLabelsFont(TICKS)
                .setAxisTickLabelsColor(QUIET_WORDS)
                .setAxisTickMarksColor(FRAME)
                .setAxisTicksLineVisible(false)
                .setAxisTickMarkLength(5)
                .setAxisTickPadding(6)
                .setAxisTitlePadding(12)
                .setPlotMargin(0)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1f))
                .setPlotTicksMarksVisible(false);
    }

    static Color color(Ink ink) {
        return new Color(ink.rgb());
    }

    /** A colour between two: the first at 0, the second at 1. */
    static int mix(int from, int to, double part) {
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int a = from >> shift & 0xFF;
            int b = to >> shift & 0xFF;
            rgb |= (int) Math.round(a + part * (b - a)) << shift;
        }
        return rgb;
    }

    static BasicStroke stroke(Layer.Look look) {
        return switch (look) {
            case LINE, BORDER -> LINE;
            case DASHED -> DASHED;
            case GUIDE -> GUIDE;
            case THIN, CONTOUR, ARROWS, DOTS, RING, DISC, CROSS, CIRCLES -> THIN;
        };
    }

    private static BasicStroke dashes(float width, float on, float off) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {on, off}, 0f);
    }
}
