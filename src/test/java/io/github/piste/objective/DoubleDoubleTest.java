package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleDoubleTest {
    private static final BigDecimal TOLERANCE = BigDecimal.valueOf(0x1p-100);

    @Test
    void sumOfProducts_agreesWithExactArithmetic() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            DoubleDouble sum = new DoubleDouble();
            BigDecimal exact = BigDecimal.ZERO;
            BigDecimal magnitude = BigDecimal.ZERO;
            for (int i = 0; i < 50; i++) {
                double a = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
                double aLow = a * 0x1p-54 * random.nextDouble();
                double b = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
                double bLow = b * 0x1p-54 * random.nextDouble();
                sum.addProduct(a, aLow, b, bLow);
                BigDecimal product = exact(a, aLow).multiply(exact(b, bLow));
                exact = exact.add(product);
                magnitude = magnitude.add(product.abs());
            }
            BigDecimal error = exact(sum.hi(), sum.lo()).subtract(exact).abs();
            assertTrue(
                    error.compareTo(magnitude.multiply(TOLERANCE)) <= 0, error.round(MathContext.DECIMAL32)::toString);
            assertEquals(sum.hi(), sum.hi() + sum.lo());
        }
    }

    @Test
    void cancellation_keepsWhatADoubleLoses() {
        DoubleDouble sum = new DoubleDouble();
        sum.add(1, 0);
        sum.add(1e-25, 0);
        sum.add(-1, 0);

        assertEquals(1e-25, sum.hi(), 1e-31);
    }

    private static BigDecimal exact(double high, double low) {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
