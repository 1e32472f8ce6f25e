package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuadraticTest {
    @Test
    void value_isThePolynomial() {
        Quadratic q = new Quadratic(1, 2, 3, 5, 7, 11);
        assertEquals(1, q.value(0, 0));
        assertEquals(1 + 2 + 5, q.value(1, 0));
        assertEquals(1 + 3 + 11, q.value(0, 1));
        assertEquals(1 + 2 * 2 + 3 * -3 + 5 * 4 + 2 * 7 * 2 * -3 + 11 * 9, q.value(2, -3));
    }

    @Test
    void value_ofWhatIsNotFinite_isNotFinite() {
        Quadratic bowl = new Quadratic(0, 0, 0, 1, 0, 1);
        assertTrue(Double.isNaN(bowl.value(Double.NaN, 0)));
        assertTrue(!Double.isFinite(bowl.value(0, Double.NEGATIVE_INFINITY)));
    }
}
