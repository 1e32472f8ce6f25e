package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * The optimum of a linear model, found without descending: the weights that minimise the mean squared error of {@link
 * LeastSquares} over original, unscaled columns.
 *
 * <p>Centred and scaled columns are factorised by QR with column pivoting, or by Cholesky of their Gram matrix where that
 * is cheaper and they are well-conditioned. Then the gradient is summed in double-double on the unrounded columns and the
 * factor turns it into a step, three times: the first step is the solution, the other two refine it (the seminormal
 * equations with residuals of extended precision; Björck, "Iterative refinement of linear least squares solutions",
 * 1967, and "Stability analysis of the method of seminormal equations", 1987; Higham, "Accuracy and Stability of
 * Numerical Algorithms", 2002, chapter 20). Each step multiplies the error by about the condition number times
 * {@code 1e-16}, so that what remains is the rounding of the result.
 *
 * <p>Columns that depend on others (constant ones too, beside an intercept) are left out and get the coefficient 0: a
 * basic solution, one of many with the same error. It is not always the one that a descent from zeros ends in.
 *
 * <p>Thread-safety: immutable. A thread that is interrupted while it makes one gives up with a {@link
 * java.util.concurrent.CancellationException}; its flag stays set. Cost of making one: O(n p^2) for the factor and O(n p) for the steps, {@code p} the number
 * of coefficients; a copy of the columns for QR. Of rows in a file there is no copy:
 * they have to do with Cholesky, and an {@link ArithmeticException} says where that is not enough.
 *
 * @param coefficients {@code [p]}, original units, the intercept last if there is one; infinite where it leaves the range
 *     of a double
 * @param mse mean squared error at the optimum, weighted as {@link LeastSquares} weights
 * @param rank number of columns, the intercept's included, that do not depend on others
 * @param conditionNumber of the standardised columns, the intercept's included: ratio of their largest to their smallest
 *     singular value; infinite below full rank. That of the loss is its square
 * @param leftOut names of the columns that were left out for depending on others; empty at full rank
 * @param collinear names of all columns in a dependence, exact or near (condition index above 30)
 * @param statistics standard errors and measures of fit
 */
public record ClosedForm(
        ImmutableDoubleArray coefficients,
        double mse,
        int rank,
        double conditionNumber,
        ImmutableList<String> leftOut,
        ImmutableList<String> collinear,
        LinearStatistics statistics) {
    /** What the column of ones is called. */
    private static final String INTERCEPT = "intercept";

    /**
     * The optimum with an intercept.
     *
     * @param data rows in original units
     * @return {@code d + 1} coefficients, the intercept last
     */
    public static ClosedForm withIntercept(Dataset data) {
        return of(data, ExactColumns.of(data, true), data.featureNames());
    }

    /**
     * The optimum through the origin.
     *
     * @param data rows in original units
     * @return {@code d} coefficients
     */
    public static ClosedForm throughOrigin(Dataset data) {
        return of(data, ExactColumns.of(data, false), data.featureNames());
    }

    /**
     * The best polynomial of one feature. Its powers are formed to 32 digits: rounding them to doubles first can cost
     * half of the digits of the coefficients.
     *
     * @param data rows with one feature, original units
     * @param degree highest power, at least 1
     * @return coefficients of {@code x, x^2, ..., x^degree}, then the intercept
     * @throws IllegalArgumentException for more than one feature, or a degree below 1
     * @throws io.github.piste.data.DataException if a power is out of range
     */
    public static ClosedForm polynomial(Dataset data, int degree) {
        checkArgument(data.features() == 1, "a polynomial has one feature, found %s", data.features());
        checkArgument(degree >= 1, "the degree must be at least 1, found %s", degree);
        String name = data.featureNames().get(0);
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int k = 1; k <= degree; k++) {
            names.add(k == 1 ? name : name + "^" + k);
        }
        return of(data, ExactColumns.powers(data, degree), names.build());
    }

    private static ClosedForm of(Dataset data, ExactColumns columns, ImmutableList<String> features) {
        TriangularFactor factor = TriangularFactor.of(columns);
        Refinement solution = new Refinement(columns, data.y(), factor);
        Collinearity collinearity = new Collinearity(
                factor,
                ImmutableList.<String>builder().addAll(features).add(INTERCEPT).build());
        return new ClosedForm(
                solution.coefficients(),
                solution.mse(),
                factor.rank(),
                factor.conditionNumber(),
                collinearity.leftOut(),
                collinearity.involved(),
                solution.statistics());
    }
}
