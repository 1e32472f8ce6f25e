package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AxisScaleTest {
    @Test
    void linear_ofOrdinaryValues_labelsThemPlainly() {
        AxisScale scale = AxisScale.linear(0, 600);
        assertEquals("200", scale.label(scale.coordinate(200)));
        assertEquals("epoch", scale.title("epoch"));
    }

    @Test
    void linear_ofSmallSpread_subtractsAnOffsetAndSaysSo() {
        AxisScale scale = AxisScale.linear(1e15 + 0.125, 1e15 + 5);
        assertEquals("loss − 1×10¹⁵", scale.title("loss"));
        assertTrue(scale.coordinate(1e15 + 5) - scale.coordinate(1e15 + 0.125) > 99);
        assertTrue(Math.abs(scale.high()) < 1e5);
    }

    @Test
    void linear_ofNegativeOffset_addsIt() {
        assertTrue(AxisScale.linear(-1e9 - 1e-3, -1e9).title("w").startsWith("w + "));
    }

    @Test
    void linear_ofLargeValues_namesThePowerInTheTitle() {
        AxisScale scale = AxisScale.linear(0, 2.5e9);
        assertEquals("y  (×10⁹)", scale.title("y"));
        assertEquals("2.5", scale.label(scale.coordinate(2.5e9)));
    }

    @Test
    void linear_ofAnyRange_isOfModerateSize() {
        double[][] ranges = {
            {-Double.MAX_VALUE, Double.MAX_VALUE}, {0, 1e-290}, {1, 1 + 0x1p-52}, {5, 5}, {0, 0}, {9, -9}
        };
        for (double[] range : ranges) {
            AxisScale scale = AxisScale.linear(range[0], range[1]);
            double span = scale.high() - scale.low();
            assertTrue(span > 100 && span < 1100, range[0] + " to " + range[1] + ": " + scale);
            assertTrue(Math.abs(scale.low()) < 1e10, scale.toString());
        }
    }

    @Test
    void fraction_ofTheEnds_isInside() {
        for (AxisScale scale :
                new AxisScale[] {AxisScale.linear(3, 7), AxisScale.logarithmic(3, 7e4), AxisScale.logarithmic(3, 7e40)
                }) {
            double high =
                    scale.kind() == AxisScale.Kind.LINEAR ? 7 : scale.kind() == AxisScale.Kind.DECADES ? 7e40 : 7e4;
            assertTrue(scale.fraction(3) > 0.01 && scale.fraction(3) < 0.06, scale.toString());
            assertTrue(scale.fraction(high) > 0.94 && scale.fraction(high) < 0.99, scale.toString());
        }
    }

    @Test
    void logarithmic_ofFewDecades_labelsOneTwoFive() {
        AxisScale scale = AxisScale.logarithmic(36, 5200);
        assertEquals("200", scale.label(scale.coordinate(200)));
        assertEquals("500", scale.label(scale.coordinate(500)));
        assertEquals("", scale.label(scale.coordinate(300)));
    }

    @Test
    void logarithmic_ofManyDecades_countsExponents() {
        AxisScale scale = AxisScale.logarithmic(1e-9, 1e300);
        assertEquals(AxisScale.Kind.DECADES, scale.kind());
        assertEquals("10¹⁰⁰", scale.label(100));
        assertEquals("1", scale.label(0));
    }

    @Test
    void brief_ofNumbers_isShort() {
        assertEquals("33.47", Numbers.brief(33.474397));
        assertEquals("0.001", Numbers.brief(0.001));
        assertEquals("−1.235×10⁻⁷", Numbers.brief(-1.23456e-7));
        assertEquals("0", Numbers.brief(-0.0));
        assertEquals("not finite", Numbers.brief(Double.NaN));
        assertEquals("1×10⁶", Numbers.brief(999_999.9));
    }
}
