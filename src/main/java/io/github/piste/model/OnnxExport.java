package io.github.piste.model;

import com.google.common.base.Preconditions;
import io.github.piste.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file {@code model.onnx}: a model for every program that runs ONNX, in any language.
 *
 * <p>Input {@code X}: doubles {@code [N x d]}, columns in the order of {@link Model#features()}, original units, any
 * number N of rows. A model that predicts a number has the output {@code prediction}, doubles {@code [N x 1]}; every
 * {@link Classifier} has {@code probability}, doubles {@code [N x k]} in the order of its classes, and {@code label},
 * 64-bit integers {@code [N]}, the index of the most probable class. It is what {@link Model#predict} and
 * {@link Classifier#probabilities} give but for the rounding of a sum in another order. The file's metadata carry
 * {@code features}, {@code categories} and {@code classes} as JSON, {@code target}, and the fields of {@link Provenance}
 * but its scaling, which the numbers of the model contain.
 *
 * <p>Needs {@code com.google.protobuf:protobuf-java}, an optional dependency. Thread-safety: stateless. Cost: linear in the numbers of the model.
 *
 * <p>Source: Open Neural Network Exchange, {@code onnx.proto} and the operators {@code Gemm}, {@code Relu},
 * {@code Softmax} and {@code ArgMax} of version 13 (2021).
 */
public final class OnnxExport {
    /** Name of the input: {@code [N x d]}. */
    public static final String INPUT = "X";

    /** Name of the output of a model that predicts a number: {@code [N x 1]}. */
    public static final String OUTPUT = "prediction";

    /** Name of the output of a classifier with the probabilities of all classes: {@code [N x k]}. */
    public static final String PROBABILITY = "probability";

    /** Name of the output of a classifier with the index of the most probable class: {@code [N]}, 64-bit integers. */
    public static final String LABEL = "label";

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
    public static byte[] of(Model model) {
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
    public static void write(Path file, Model model) throws IOException {
        AtomicFiles.replace(file, of(model));
    }
}
