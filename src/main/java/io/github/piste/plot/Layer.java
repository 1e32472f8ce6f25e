package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * One thing in a picture: a line, dots or a mark. A point whose x or y cannot be drawn is a gap.
 *
 * @param name what the legend says; empty for a thing it leaves out
 * @param look how it is drawn
 * @param ink its colour
 * @param x {@code [n]}: in the units of the data
 * @param y {@code [n]}: in the units of the data
 */
record Layer(String name, Look look, Ink ink, ImmutableDoubleArray x, ImmutableDoubleArray y) {
    /** How a layer is drawn, and whether it may widen the axes. */
    enum Look {
        LINE(true),
        DASHED(true),
        /** A thin line that stays in the background. */
        THIN(true),
        /** A thin dashed line that shows only where it crosses what else is drawn. */
        GUIDE(false),
        /** A thin line that shows only where it crosses what else is drawn. */
        CONTOUR(false),
        /** A line that shows only where it crosses what else is drawn. */
        BORDER(false),
        /** Thin lines of a few pixels, drawn as they are. */
        ARROWS(false),
        /** Many small dots. */
        DOTS(true),
        RING(true),
        DISC(true),
        CROSS(true),
        /** Circles around what is drawn before them. */
        CIRCLES(true);

        private final boolean widens;

        Look(boolean widens) {
            this.widens = widens;
        }

        boolean widensAxes() {
            return widens;
        }

        boolean isLine() {
            return compareTo(DOTS) < 0;
        }
    }
}
