package io.github.piste.model;

import com.google.common.base.Preconditions;
import io.github.piste.data.Standardizer;

/**
 * How a model came about, so that its file answers where it is from.
 *
 * <p>Thread-safety: immutable.
 *
 * @param source where the data came from, such as the path as the user gave it
 * @param dataFingerprint fingerprint of the training rows
 * @param rowsUsed number of training rows
 * @param seed seed of the run
 * @param configuration fingerprint of the resolved configuration, or its text
 * @param loss the loss at the end; NaN if there was none that is finite
 * @param state how the run ended, such as {@code CONVERGED}
 * @param version version of Piste
 * @param created time in ISO 8601
 * @param scaling how the columns were scaled for the descent, in the order of the features
 */
public record Provenance(
        String source,
        String dataFingerprint,
        long rowsUsed,
        long seed,
        String configuration,
        double loss,
        String state,
        String version,
        String created,
        Standardizer scaling) {

    /**
     * Checks the number of rows, and takes a loss that is not finite for none.
     *
     * @param source where the data came from, such as the path as the user gave it
     * @param dataFingerprint fingerprint of the training rows
     * @param rowsUsed number of training rows
     * @param seed seed of the run
     * @param configuration fingerprint of the resolved configuration, or its text
     * @param loss the loss at the end; NaN if there was none that is finite
     * @param state how the run ended, such as {@code CONVERGED}
     * @param version version of Piste
     * @param created time in ISO 8601
     * @param scaling how the columns were scaled for the descent, in the order of the features
     * @throws IllegalArgumentException if the number of rows is negative
     */
    public Provenance {
        Preconditions.checkArgument(rowsUsed >= 0, "%s rows used", rowsUsed);
        loss = Double.isFinite(loss) ? loss : Double.NaN;
    }
}
