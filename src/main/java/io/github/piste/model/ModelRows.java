package io.github.piste.model;

import com.google.common.base.Preconditions;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvRows;
import io.github.piste.data.DataException;
import io.github.piste.data.FeatureColumns;
import io.github.piste.data.MissingPolicy;

/** The rows of a table as a model sees them. */
final class ModelRows implements AutoCloseable {
    private final Model model;
    private final CsvRows table;
    private final FeatureColumns columns;
    private final boolean failsOnMissing;
    private final double[] features;
    private boolean complete;

    private ModelRows(Model model, CsvRows table, CsvOptions options) {
        this.model = model;
        this.table = table;
        this.columns = FeatureColumns.of(table, model.features(), model.categories());
        this.failsOnMissing = options.missing() == MissingPolicy.FAIL;
        this.features = new double[model.features().size()];
    }

    /**
     * Opens a table.
     *
     * @throws IllegalArgumentException for {@link MissingPolicy#MEAN}
     * @throws DataException if the file cannot be read or lacks a feature
     */
    static ModelRows open(Model model, CsvOptions options) {
        Preconditions.checkArgument(
                options.missing() != MissingPolicy.MEAN,
                "missing = mean is for training: a model does not hold the means; use fail or skip");
        CsvRows table = CsvRows.open(options);
        try {
            return new ModelRows(model, table, options);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    Model model() {
        return model;
    }

    CsvRows table() {
        return table;
    }

    /**
     * Goes to the next row and reads its features.
     *
     * @throws DataException for what cannot be read, for a missing feature where that is an error, and at the end if
     *     there was no row
     */
    boolean next() {
        if (!table.next()) {
            if (table.rowsRead() == 0) {
                throw new DataException(table.source() + ": no data rows; expected at least one");
            }
            return false;
        }
        complete = columns.read(features) == 0;
        for (int j = 0; failsOnMissing && !complete && j < features.length; j++) {
            if (Double.isNaN(features[j])) {
                throw missing(columns.column(j));
            }
        }
        return true;
    }

    /** Whether the row has all features. */
    boolean isComplete() {
        return complete;
    }

    /** The features of the row, in the order of the model; only to be read, until the next row. */
    double[] features() {
        return features;
    }

    /**
     * Predicts the row, which is complete.
     *
     * @throws DataException if the prediction leaves the range of a double
     */
    double predict() {
        double prediction = model.predict(features);
        checkFinite("prediction", prediction);
        return prediction;
    }

    /** Refuses a number computed from the row that left the range of a double. */
    void checkFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new DataException(table.source() + ": line " + table.line() + ": the " + what + " is " + value
                    + "; the row is too far outside what a double can hold");
        }
    }

    /** Says that a cell of the row is missing. */
    DataException missing(int column) {
        return table.fault(
                table.line(), column, "the cell is missing; fill it in, or pass over such rows with missing = skip");
    }

    @Override
    public void close() {
        table.close();
    }
}
