package io.github.piste.model;

import com.google.common.base.Preconditions;
import io.github.piste.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file {@code model.onnx}: a linear model for every program that runs ONNX, in any language.
 *
 * <p>Input {@code X}: doubles {@code [N x d]}, columns in the order of {@link Model#features()}, original units, any
 * number N of rows. Output {@code prediction}: doubles {@code [N x 1]}. It is what {@link Model#predict} gives but for the
 * rounding of a sum in another order. The file's metadata carry {@code features} and {@code categories} as JSON,
 * {@code target}, and the fields of {@link Provenance} but its scaling, which the coefficients contain.
 *
 * <p>Needs {@code com.google.protobuf:protobuf-java}, an optional dependency. Thread-safety: stateless. Cost: O(d).
 *
 * <p>Source: Open Neural Network Exchange, {@code onnx.proto} and the operator {@code Gemm} of version 13 (2021).
 */
public final class OnnxExport {
    /** Name of the input: {@code [N x d]}. */
    public static final String INPUT = "X";

    /** Name of the output: {@code [N x 1]}. */
    public static final String OUTPUT = "prediction";

    /** What to do where {@link #isAvailable} is false. */
    public static final String REQUIREMENT =
            "model.onnx needs the library com.google.protobuf:protobuf-java; add it to the class path";

    private OnnxExport() {}

    /**
     * Tells whether the library that this needs is there.
     *
     * @return false if {@link #of} and {@link #write} would throw
     */
    public static boolean isAvailable() {
        try {
            Class.forName("com.google.protobuf.CodedOutputStream", false, OnnxExport.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Encodes a model.
     *
     * @param model the model
     * @return the content of a {@code model.onnx}; the same bytes for equal models
     * @throws IllegalStateException if the library it needs is missing
     */
    public static byte[] of(LinearModel model) {
        Preconditions.checkState(isAvailable(), REQUIREMENT);
        return OnnxModel.bytes(model);
    }

    /**
     * Saves a model; a reader sees the old file or the new one, never a part.
     *
     * @param file the file to replace or create; its directory must exist
     * @param model the model
     * @throws IOException if the file cannot be written, with the reason; an earlier one stays
     * @throws IllegalStateException if the library it needs is missing
     */
    public static void write(Path file, LinearModel model) throws IOException {
        AtomicFiles.replace(file, of(model));
    }
}
