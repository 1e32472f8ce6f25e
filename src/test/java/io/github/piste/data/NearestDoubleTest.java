package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestDoubleTest {
    private static int undecided;

    /** The JDK's own reading of the same number, to the bit. */
    private static void check(long mantissa, int exponent) {
        double found = NearestDouble.of(mantissa, exponent);
        if (Double.isNaN(found)) {
            undecided++;
            return;
        }
        String text = Long.toUnsignedString(mantissa) + "e" + exponent;
        assertEquals(
                Double.doubleToRawLongBits(Double.parseDouble(text)), Double.doubleToRawLongBits(found), () -> text);
    }

    @Test
    void of_randomMantissas_isTheNearestDoubleOrUndecided() {
        Random random = new Random(11);
        undecided = 0;
        for (int i = 0; i < 400_000; i++) {
            check(random.nextLong() >>> random.nextInt(64), random.nextInt(160) - 80);
        }
        // Beyond 64 powers of ten there is no table.
        assertTrue(undecided < 100_000, () -> "undecided " + undecided);
    }

    @Test
    void of_numbersAsPrinted_isAlmostAlwaysDecided() {
        Random random = new Random(12);
        undecided = 0;
        for (int i = 0; i < 200_000; i++) {
            BigDecimal printed = new BigDecimal(Double.toString(random.nextGaussian() * Math.pow(10, i % 30 - 15)));
            check(printed.unscaledValue().abs().longValueExact(), -printed.scale());
        }
        assertTrue(undecided < 10, () -> "undecided " + undecided);
    }

    @Test
    void of_numbersNearTheMiddleOfTwoDoubles_isNearestOrUndecided() {
        Random random = new Random(13);
        for (int i = 0; i < 100_000; i++) {
            double value =
                    Double.longBitsToDouble((random.nextLong() & (-1L >>> 12)) | (1023L + random.nextInt(63)) << 52);
            BigDecimal middle = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.valueOf(2));
            int power = random.nextInt(45) - 22;
            long nearby = middle.scaleByPowerOfTen(power).toBigInteger().longValue();
            for (long m = nearby - 2; m <= nearby + 2; m++) {
                check(m, -power);
            }
        }
    }

    @Test
    void of_edges_areRightOrUndecided() {
        long[] mantissas = {
            0, 1, 9, 10, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, (1L << 54) + 2, (1L << 63) - 1, 1L << 63, -1, -2
        };
        for (long mantissa : mantissas) {
            for (int exponent = -70; exponent <= 70; exponent++) {
                check(mantissa, exponent);
            }
        }
        assertEquals(0, NearestDouble.of(0, 99_999));
        assertTrue(Double.isNaN(NearestDouble.of(1, 100)));
    }
}
