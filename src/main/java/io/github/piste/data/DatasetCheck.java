package io.github.piste.data;

/** Looks at every value of a data set once, so that nothing downstream meets NaN or infinity. */
final class DatasetCheck {
    private DatasetCheck() {}

    /**
     * Checks all values.
     *
     * @param data a data set
     * @throws DataException naming the row and column of the first bad value
     */
    static void check(Dataset data) {
        double[] x = data.x();
        int d = data.features();
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw notFinite(i / d, data.featureNames().get(i % d), x[i]);
            }
        }
        checkTargets(data.y(), data.targetName(), data.classes().size());
        double[] weights = data.weights();
        if (weights != null) {
            checkWeights(weights);
        }
    }

    private static void checkTargets(double[] y, String name, int classes) {
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i])) {
                throw notFinite(i, name, y[i]);
            }
            boolean isClass = y[i] >= 0 && y[i] < classes && y[i] == Math.rint(y[i]);
            if (classes > 0 && !isClass) {
                throw new DataException(
                        "row " + (i + 1) + ": found class " + y[i] + ", expected 0 to " + (classes - 1));
            }
        }
    }

    private static void checkWeights(double[] weights) {
        boolean anyPositive = false;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new DataException(
                        "row " + (i + 1) + ": found weight " + weights[i] + ", expected a finite number of at least 0");
            }
            anyPositive |= weights[i] > 0;
        }
        if (!anyPositive) {
            throw new DataException("all weights are 0; at least one row must have a positive weight");
        }
    }

    private static DataException notFinite(int row, String column, double value) {
        return new DataException("row " + (row + 1) + ", column " + Quoted.cell(column) + ": found " + value
                + ", expected a finite number; correct the value or leave out the row");
    }
}
