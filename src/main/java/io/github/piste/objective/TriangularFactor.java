package io.github.piste.objective;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.QRPDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The triangle {@code R} with {@code R'R = (1/n) Z'SZ} for standardised columns {@code Z} (mean square 1) and sample
 * weights {@code S}, columns in pivot order.
 *
 * <p>By Householder QR with column pivoting (Golub and Van Loan, "Matrix Computations", 2013, section 5.4), whose errors
 * grow with the condition number of the columns; or by Cholesky of {@code Z'SZ}, which needs no copy of the columns, but
 * its errors grow with the square.
 *
 * <p>Thread-safety: immutable after construction.
 */
final class TriangularFactor {
    /** Multiplications that QR may cost before the Gram matrix is tried first. */
    private static final double QR_COST = 1e8;

    /** Cholesky loses the digits of this condition number, refinement gets them back. */
    private static final double CHOLESKY_CONDITION = 1e4;

    private final DMatrixRMaj r;
    private final int[] pivots;
    private final int rank;
    private final double[] singularValues;
    /** {@code [rank x rank]}: right singular vectors, a column each, in pivot order. */
    private final DMatrixRMaj directions;

    private TriangularFactor(DMatrixRMaj r, int[] pivots, int rank) {
        this.r = r;
        this.pivots = pivots;
        this.rank = rank;
        if (rank == 0) {
            singularValues = new double[0];
            directions = new DMatrixRMaj(0, 0);
            return;
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(rank, rank, false, true, true);
        DMatrixRMaj leading = new DMatrixRMaj(rank, rank);
        for (int i = 0; i < rank; i++) {
            for (int j = i; j < rank; j++) {
                leading.set(i, j, r.get(i, j));
            }
        }
        if (!svd.decompose(leading)) {
            throw new ArithmeticException("the singular values of " + rank + " columns were not found");
        }
        singularValues = svd.getSingularValues().clone();
        directions = svd.getV(null, false);
    }

    static TriangularFactor of(ExactColumns columns) {
        double p = columns.columns();
        if (!columns.mayBeCopied() || columns.rows() * p * p > QR_COST) {
            DMatrixRMaj gram = gram(columns);
            CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(columns.columns(), false);
            if (cholesky.decompose(gram)) {
                int[] order = new int[columns.columns()];
                for (int j = 0; j < order.length; j++) {
                    order[j] = j;
                }
                TriangularFactor factor = new TriangularFactor(cholesky.getT(null), order, order.length);
                if (factor.conditionNumber() <= CHOLESKY_CONDITION) {
                    return factor;
                }
            }
        }
        return qr(columns);
    }

    private static TriangularFactor qr(ExactColumns columns) {
        int n = columns.rows();
        int p = columns.columns();
        if (!columns.mayBeCopied()) {
            throw new ArithmeticException(
                    "the columns are too nearly dependent for a solution without a copy of all rows,"
                            + " which memory does not hold");
        }
        DMatrixRMaj z = new DMatrixRMaj(n, p);
        for (int i = 0; i < n; i++) {
            double s = Math.sqrt(columns.sampleWeight(i) / n);
            for (int j = 0; j < p; j++) {
                z.data[i * p + j] = columns.norm(j) > 0 ? s * (columns.rounded(i, j) / columns.norm(j)) : 0;
            }
        }
        QRPDecomposition_F64<DMatrixRMaj> qr = DecompositionFactory_DDRM.qrp(n, p);
        if (!qr.decompose(z)) {
            throw new ArithmeticException("QR factorisation of " + n + " x " + p + " failed");
        }
        DMatrixRMaj r = qr.getR(null, true);
        double negligible = 8 * Math.ulp(1.0) * Math.sqrt((double) n * p);
        int rank = 0;
        while (rank < Math.min(n, p) && Math.abs(r.get(rank, rank)) > negligible) {
            rank++;
        }
        return new TriangularFactor(r, qr.getColPivots().clone(), rank);
    }

    private static DMatrixRMaj gram(ExactColumns columns) {
        int n = columns.rows();
        int p = columns.columns();
        GramSum sum = Kernels.chosen().gram(p, p);
        double[] rows = new double[Scratch.TILE * p];
        double[] weights = new double[Scratch.TILE];
        for (int from = 0, to; from < n; from = to) {
            to = from + Math.min(Scratch.TILE, n - from);
            for (int i = from; i < to; i++) {
                ExactColumns.unlessInterrupted(i);
                for (int j = 0; j < p; j++) {
                    rows[(i - from) * p + j] = columns.norm(j) > 0 ? columns.rounded(i, j) / columns.norm(j) : 0;
                }
                weights[i - from] = columns.sampleWeight(i) / n;
            }
            sum.add(rows, 0, to - from, weights);
        }
        double[] sums = sum.lowerTriangle();
        DMatrixRMaj gram = DMatrixRMaj.wrap(p, p, sums);
        for (int j = 0; j < p; j++) {
            for (int k = 0; k < j; k++) {
                gram.data[k * p + j] = gram.data[j * p + k];
            }
        }
        return gram;
    }

    int rank() {
        return rank;
    }

    /** The column that stands at a position of the pivot order. */
    int column(int position) {
        return pivots[position];
    }

    /** Number of columns that the factor was made of. */
    int columns() {
        return pivots.length;
    }

    /** Ratio of the largest to the smallest singular value; infinite below full rank. */
    double conditionNumber() {
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : singularValues) {
            largest = Math.max(largest, value);
            smallest = Math.min(smallest, value);
        }
        return rank < pivots.length ? Double.POSITIVE_INFINITY : largest / smallest;
    }

    double singularValue(int k) {
        return singularValues[k];
    }

    /** Share of the column at a position in singular direction {@code k}. */
    double direction(int position, int k) {
        return directions.get(position, k);
    }

    /** Solves {@code R'R step = g} in the columns that are kept; {@code step} is 0 in the others. Both in column order. */
    void solve(double[] g, double[] step) {
        double[] u = transposedSolve(g);
        backSolve(u);
        for (int k = 0; k < pivots.length; k++) {
            step[pivots[k]] = k < rank ? u[k] : 0;
        }
    }

    /** {@code a' (R'R)^-1 a} over the columns that are kept: a variance, but for the factor {@code sigma^2 / n}. */
    double quadraticForm(double[] a) {
        double squares = 0;
        for (double value : transposedSolve(a)) {
            squares += value * value;
        }
        return squares;
    }

    /** How a column that is left out is made of those that are kept: a coefficient a position. */
    double[] dependence(int leftOut) {
        double[] u = new double[rank];
        for (int k = 0; k < rank; k++) {
            u[k] = r.get(k, leftOut);
        }
        backSolve(u);
        return u;
    }

    private double[] transposedSolve(double[] g) {
        double[] u = new double[rank];
        for (int k = 0; k < rank; k++) {
            double sum = g[pivots[k]];
            for (int i = 0; i < k; i++) {
                sum -= r.get(i, k) * u[i];
            }
            u[k] = sum / r.get(k, k);
        }
        return u;
    }

    private void backSolve(double[] u) {
        for (int k = rank - 1; k >= 0; k--) {
            double sum = u[k];
            for (int j = k + 1; j < rank; j++) {
                sum -= r.get(k, j) * u[j];
            }
            u[k] = sum / r.get(k, k);
        }
    }
}
