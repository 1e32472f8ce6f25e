package io.github.piste.model;

import com.google.common.collect.ImmutableMap;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.piste.data.Quoted;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bytes of a model in ONNX: its computation, and what it is and where it is from as metadata.
 *
 * <p>Field numbers are those of {@code onnx.proto}. Version 8 of the format and 13 of the operators are old enough for
 * every runtime in use.
 */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;
    private static final ImmutableMap<String, String> KINDS = ImmutableMap.of(
            LinearModel.KIND, "Linear model",
            LogisticModel.KIND, "Logistic regression",
            SoftmaxModel.KIND, "Softmax regression",
            NetworkModel.KIND, "Network");
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Lone ones, which UTF-8 cannot hold, and pairs, which onnxruntime for Java reads wrongly (1.29.0). */
    private static final Pattern SURROGATES = Pattern.compile("[\\p{Cs}\\x{10000}-\\x{10ffff}]");

    private OnnxModel() {}

    static byte[] bytes(Model model) {
        Provenance origin = model.provenance();
        ProtoMessage file = new ProtoMessage()
                .number(1, IR_VERSION)
                .text(2, "Piste")
                .text(3, origin.version())
                .text(4, "io.github.piste")
                .text(6, description(model))
                .message(7, OnnxGraph.of(model))
                .message(8, new ProtoMessage().number(2, OPERATORS));
        metadata(file, "kind", model.kind());
        metadata(file, "target", model.target());
        metadata(file, "features", json(model.features()));
        metadata(file, "categories", json(model.categories()));
        if (model instanceof Classifier classifier) {
            metadata(file, "classes", json(classifier.classes()));
        }
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

    private static void metadata(ProtoMessage file, String key, String value) {
        file.message(14, new ProtoMessage().text(1, key).text(2, value));
    }

    private static String description(Model model) {
        String columns = " of " + Quoted.cell(model.target()) + " in original units. Columns of X in this order: "
                + Quoted.list(model.features()) + ".";
        return KINDS.getOrDefault(model.kind(), model.kind())
                + columns
                + (model instanceof Classifier classifier
                        ? " Classes in this order: " + Quoted.list(classifier.classes()) + "."
                        : "");
    }

    private static String json(Object names) {
        return SURROGATES.matcher(JSON.toJson(names)).replaceAll(found -> found.group()
                .chars()
                .mapToObj(c -> String.format("\\\\u%04x", c))
                .collect(Collectors.joining()));
    }
}
