package io.github.piste.objective;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * What statisticians want to know about a least-squares fit.
 *
 * <p>With sample weights {@code s_i} (1 on average) squares are weighted, and rows of weight 0 do not count as rows.
 *
 * <p>Thread-safety: immutable.
 *
 * @param standardErrors of the coefficients, in their order and units; NaN for a coefficient that was left out, and for
 *     all if there are no degrees of freedom
 * @param tValues coefficient divided by its standard error; NaN likewise, infinite for an exact fit
 * @param rSquared {@code 1 - RSS / TSS}, squares about the mean with an intercept, about zero without; NaN if the target
 *     does not vary
 * @param residualDeviation {@code sqrt(RSS / degreesOfFreedom)}; NaN if there are none
 * @param degreesOfFreedom rows less rank; 0 if there are no more rows than that
 */
public record LinearStatistics(
        ImmutableDoubleArray standardErrors,
        ImmutableDoubleArray tValues,
        double rSquared,
        double residualDeviation,
        int degreesOfFreedom) {}
