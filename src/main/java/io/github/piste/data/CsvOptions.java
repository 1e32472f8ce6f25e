package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where a table of delimited text is and how it is read.
 *
 * <p>A column is named by its header or by its 1-based number. Thread-safety: immutable.
 *
 * @param path the file; plain or gzip text, or a pipe, which is read once
 * @param delimiter what separates cells
 * @param header whether the first record names the columns
 * @param target the column to predict; null for the last one
 * @param features the columns to predict from; empty for all numeric columns but target and weight
 * @param categorical columns of text or codes that become indicator columns {@code name=level}
 * @param weight the column of sample weights; null for none
 * @param missing what happens to missing cells
 * @param skipLines number of lines before the table that are not read
 */
public record CsvOptions(
        Path path,
        Delimiter delimiter,
        HeaderRule header,
        @Nullable String target,
        ImmutableList<String> features,
        ImmutableList<String> categorical,
        @Nullable String weight,
        MissingPolicy missing,
        int skipLines) {

    /**
     * Checks what can be checked without the file.
     *
     * @param path the file; plain or gzip text, or a pipe, which is read once
     * @param delimiter what separates cells
     * @param header whether the first record names the columns
     * @param target the column to predict; null for the last one
     * @param features the columns to predict from; empty for all numeric columns but target and weight
     * @param categorical columns of text or codes that become indicator columns {@code name=level}
     * @param weight the column of sample weights; null for none
     * @param missing what happens to missing cells
     * @param skipLines number of lines before the table that are not read
     * @throws IllegalArgumentException if {@code skipLines} is negative
     */
    public CsvOptions {
        Preconditions.checkArgument(skipLines >= 0, "skipLines must not be negative, found %s", skipLines);
    }

    /**
     * Reads a file with the defaults: everything found out, the last column as target, missing cells refused.
     *
     * @param path the file
     * @return the options
     */
    public static CsvOptions of(Path path) {
        return new CsvOptions(
                path,
                Delimiter.AUTO,
                HeaderRule.AUTO,
                null,
                ImmutableList.of(),
                ImmutableList.of(),
                null,
                MissingPolicy.FAIL,
                0);
    }

    /**
     * Sets the delimiter.
     *
     * @param value what separates cells
     * @return changed options
     */
    public CsvOptions withDelimiter(Delimiter value) {
        return new CsvOptions(path, value, header, target, features, categorical, weight, missing, skipLines);
    }

    /**
     * Sets the header rule.
     *
     * @param value whether the first record names the columns
     * @return changed options
     */
    public CsvOptions withHeader(HeaderRule value) {
        return new CsvOptions(path, delimiter, value, target, features, categorical, weight, missing, skipLines);
    }

    /**
     * Sets the target.
     *
     * @param value name or number of a column
     * @return changed options
     */
    public CsvOptions withTarget(String value) {
        return new CsvOptions(path, delimiter, header, value, features, categorical, weight, missing, skipLines);
    }

    /**
     * Sets the features.
     *
     * @param value names or numbers of columns; none for the default
     * @return changed options
     */
    public CsvOptions withFeatures(List<String> value) {
        return new CsvOptions(
                path, delimiter, header, target, ImmutableList.copyOf(value), categorical, weight, missing, skipLines);
    }

    /**
     * Sets the categorical columns.
     *
     * @param value names or numbers of columns
     * @return changed options
     */
    public CsvOptions withCategorical(List<String> value) {
        return new CsvOptions(
                path, delimiter, header, target, features, ImmutableList.copyOf(value), weight, missing, skipLines);
    }

    /**
     * Sets the column of sample weights.
     *
     * @param value name or number of a column
     * @return changed options
     */
    public CsvOptions withWeight(String value) {
        return new CsvOptions(path, delimiter, header, target, features, categorical, value, missing, skipLines);
    }

    /**
     * Sets what happens to missing cells.
     *
     * @param value the policy
     * @return changed options
     */
    public CsvOptions withMissing(MissingPolicy value) {
        return new CsvOptions(path, delimiter, header, target, features, categorical, weight, value, skipLines);
    }

    /**
     * Leaves out lines before the table.
     *
     * @param value number of lines
     * @return changed options
     */
    public CsvOptions withSkipLines(int value) {
        return new CsvOptions(path, delimiter, header, target, features, categorical, weight, missing, value);
    }
}
