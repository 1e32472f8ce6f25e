package io.github.piste.model;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.piste.data.Quoted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bytes of a linear model in ONNX: one {@code Gemm} of doubles, {@code prediction = X W + B}.
 *
 * <p>Field numbers are those of {@code onnx.proto}. Version 8 of the format and 13 of the operators are old enough for
 * every runtime in use.
 */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;
    private static final int DOUBLE = 11;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Lone ones, which UTF-8 cannot hold, and pairs, which onnxruntime for Java reads wrongly (1.29.0). */
    private static final Pattern SURROGATES = Pattern.compile("[\\p{Cs}\\x{10000}-\\x{10ffff}]");

    private OnnxModel() {}

    static byte[] bytes(LinearModel model) {
        Provenance origin = model.provenance();
        ProtoMessage file = new ProtoMessage()
                .number(1, IR_VERSION)
                .text(2, "Piste")
                .text(3, origin.version())
                .text(4, "io.github.piste")
                .text(6, description(model))
                .message(7, graph(model))
                .message(8, new ProtoMessage().number(2, OPERATORS));
        metadata(file, "kind", "linear");
        metadata(file, "target", model.target());
        metadata(file, "features", json(model.features()));
        metadata(file, "categories", json(model.categories()));
        metadata(file, "source", origin.source());
        metadata(file, "data_fingerprint", origin.dataFingerprint());
        metadata(file, "rows_used", Long.toString(origin.rowsUsed()));
        metadata(file, "seed", Long.toString(origin.seed()));
        metadata(file, "configuration", origin.configuration());
        if (!Double.isNaN(origin.loss())) {
            metadata(file, "loss", Double.toString(origin.loss()));
        }
        metadata(file, "state", origin.state());
        metadata(file, "version", origin.version());
        metadata(file, "created", origin.created());
        return file.toBytes();
    }

    /** The computation alone: it depends on the numbers of the model, not on its names. */
    static ProtoMessage graph(LinearModel model) {
        int d = model.features().size();
        ProtoMessage gemm = new ProtoMessage()
                .text(1, OnnxExport.INPUT)
                .text(1, "W")
                .text(1, "B")
                .text(2, OnnxExport.OUTPUT)
                .text(4, "Gemm");
        return new ProtoMessage()
                .message(1, gemm)
                .text(2, "linear")
                .message(5, initializer("W", model.coefficients(), d, 1))
                .message(5, initializer("B", ImmutableDoubleArray.of(model.intercept()), 1))
                .message(11, matrix(OnnxExport.INPUT, d))
                .message(12, matrix(OnnxExport.OUTPUT, 1));
    }

    private static ProtoMessage initializer(String name, ImmutableDoubleArray values, long... dims) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(raw::putDouble);
        return tensor.number(2, DOUBLE).text(8, name).bytes(9, raw.array());
    }

    /** Declares a matrix of doubles with any number of rows. */
    private static ProtoMessage matrix(String name, int columns) {
        ProtoMessage shape = new ProtoMessage()
                .message(1, new ProtoMessage().text(2, "N"))
                .message(1, new ProtoMessage().number(1, columns));
        ProtoMessage tensor = new ProtoMessage().number(1, DOUBLE).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    private static void metadata(ProtoMessage file, String key, String value) {
        file.message(14, new ProtoMessage().text(1, key).text(2, value));
    }

    private static String description(LinearModel model) {
        return "Linear model of " + Quoted.cell(model.target()) + " in original units. Columns of X in this order: "
                + Quoted.list(model.features()) + ".";
    }

    private static String json(Object names) {
        return SURROGATES.matcher(JSON.toJson(names)).replaceAll(found -> found.group()
                .chars()
                .mapToObj(c -> String.format("\\\\u%04x", c))
                .collect(Collectors.joining()));
    }
}
