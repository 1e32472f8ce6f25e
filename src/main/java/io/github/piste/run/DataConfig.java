package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.MissingPolicy;
import io.github.piste.data.Scaling;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Block {@code data}: where the examples come from and what is done to them. Columns are named by their header or by
 * their 1-based number.
 *
 * <p>Thread-safety: immutable.
 *
 * @param kind a file or made-up data
 * @param path the file, relative to where the command runs; set for {@link Kind#CSV}
 * @param delimiter what separates cells
 * @param header whether the first record is a header; empty: found out
 * @param target column to predict; set for {@link Kind#CSV}
 * @param features columns to predict from; empty: all numeric columns but the target
 * @param categorical text columns that become indicator columns
 * @param weight column of row weights, of which only the ratio counts, in training and validation loss; empty: all
 *     rows weigh the same
 * @param missing what happens to a row with a missing cell
 * @param scaling what is done to the features before training
 * @param precision how numbers are stored
 * @param validation share of rows held back, from 0 to below 1; 0 is none
 * @param folds folds of cross-validation; 0 is none
 * @param synthetic the made-up data of {@link Kind#SYNTHETIC}
 */
public record DataConfig(
        Kind kind,
        Optional<Path> path,
        Delimiter delimiter,
        Optional<Boolean> header,
        Optional<String> target,
        ImmutableList<String> features,
        ImmutableList<String> categorical,
        Optional<String> weight,
        MissingPolicy missing,
        Scaling scaling,
        Precision precision,
        double validation,
        int folds,
        Synthetic synthetic) {

    /** Where examples come from. */
    public enum Kind {
        /** A file of separated values. */
        CSV,
        /** Made up from the seed. */
        SYNTHETIC
    }

    /** What separates the cells of a record. */
    public enum Delimiter {
        /** Found out from the first records. */
        AUTO("auto"),
        /** A comma. */
        COMMA(","),
        /** A semicolon. */
        SEMICOLON(";"),
        /** A tab. */
        TAB("tab"),
        /** Any run of blanks and tabs. */
        WHITESPACE("whitespace");

        private final String label;

        Delimiter(String label) {
            this.label = label;
        }

        /**
         * The name that the configuration uses.
         *
         * @return a word or the character itself
         */
        public String label() {
            return label;
        }
    }

    /** How numbers are stored. */
    public enum Precision {
        /** 64 bits. */
        DOUBLE,
        /** 32 bits. */
        SINGLE
    }

    /**
     * Made-up rows of a linear model.
     *
     * @param rows at least 1
     * @param features at least 1
     * @param noise standard deviation of the noise on the target, at least 0
     * @param condition condition number of the features' covariance, at least 1
     */
    public record Synthetic(int rows, int features, double noise, double condition) {}
}
