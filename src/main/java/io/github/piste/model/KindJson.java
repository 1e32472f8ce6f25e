package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** The keys of a model file that depend on the kind: classes, and the numbers that were learnt. */
final class KindJson {
    private KindJson() {}

    static void write(JsonWriter json, Model model) throws IOException {
        if (model instanceof Classifier classifier) {
            writeTexts(json.name("classes"), classifier.classes());
        }
        if (model instanceof LinearModel linear) {
            json.name("intercept").value(linear.intercept());
            writeRow(json.name("coefficients"), linear.features(), linear.coefficients());
        } else if (model instanceof LogisticModel logistic) {
            json.name("intercept").value(logistic.intercept());
            writeRow(json.name("coefficients"), logistic.features(), logistic.coefficients());
        } else if (model instanceof SoftmaxModel softmax) {
            writeSoftmax(json, softmax);
        } else if (model instanceof NetworkModel regression) {
            writeNetwork(json, regression.features(), regression.network());
        } else if (model instanceof NetworkClassifier classifier) {
            writeNetwork(json, classifier.features(), classifier.network());
        }
    }

    static ImmutableList<String> features(String kind, JsonFields fields) {
        if (kind.equals(NetworkModel.KIND)) {
            return fields.texts("features");
        }
        JsonFields coefficients = fields.object("coefficients");
        if (kind.equals(SoftmaxModel.KIND)) {
            ImmutableList<String> classes = fields.texts("classes");
            if (classes.isEmpty()) {
                throw fields.fault("classes", "found an empty list, expected at least 2 classes");
            }
            return coefficients.object(classes.get(0)).keys().asList();
        }
        return coefficients.keys().asList();
    }

    static Model read(String kind, JsonFields fields, Common common) {
        return switch (kind) {
            case LinearModel.KIND ->
                new LinearModel(
                        common.features(),
                        common.categories(),
                        common.target(),
                        readRow(common.features(), fields.object("coefficients")),
                        fields.number("intercept"),
                        common.provenance());
            case LogisticModel.KIND ->
                new LogisticModel(
                        common.features(),
                        common.categories(),
                        common.target(),
                        fields.texts("classes"),
                        readRow(common.features(), fields.object("coefficients")),
                        fields.number("intercept"),
                        common.provenance());
            case SoftmaxModel.KIND -> readSoftmax(fields, common);
            default -> readNetwork(fields, common);
        };
    }

    private static void writeSoftmax(JsonWriter json, SoftmaxModel model) throws IOException {
        writeRow(json.name("intercept"), model.classes(), model.intercepts());
        json.name("coefficients").beginObject();
        for (int c = 0; c < model.classes().size(); c++) {
            writeRow(
                    json.name(model.classes().get(c)),
                    model.features(),
                    model.coefficients().get(c));
        }
        json.endObject();
    }

    private static SoftmaxModel readSoftmax(JsonFields fields, Common common) {
        ImmutableList<String> classes = fields.texts("classes");
        JsonFields coefficients = fields.object("coefficients");
        return new SoftmaxModel(
                common.features(),
                common.categories(),
                common.target(),
                classes,
                classes.stream()
                        .map(name -> readRow(common.features(), coefficients.object(name)))
                        .collect(ImmutableList.toImmutableList()),
                readRow(classes, fields.object("intercept")),
                common.provenance());
    }

    private static void writeNetwork(JsonWriter json, ImmutableList<String> features, Network network)
            throws IOException {
        writeTexts(json.name("features"), features);
        json.name("weights").beginObject();
        writeMatrix(json.name("hidden"), network.hiddenWeights());
        writeNumbers(json.name("hidden_biases"), network.hiddenBiases());
        writeMatrix(json.name("output"), network.outputWeights());
        writeNumbers(json.name("output_biases"), network.outputBiases());
        json.endObject();
    }

    private static Model readNetwork(JsonFields fields, Common common) {
        JsonFields weights = fields.object("weights");
        Network network = new Network(
                weights.matrix("hidden"),
                weights.numbers("hidden_biases"),
                weights.matrix("output"),
                weights.numbers("output_biases"));
        return fields.keys().contains("classes")
                ? new NetworkClassifier(
                        common.features(),
                        common.categories(),
                        common.target(),
                        fields.texts("classes"),
                        network,
                        common.provenance())
                : new NetworkModel(
                        common.features(), common.categories(), common.target(), network, common.provenance());
    }

    private static void writeRow(JsonWriter json, ImmutableList<String> keys, ImmutableDoubleArray values)
            throws IOException {
        json.beginObject();
        for (int j = 0; j < keys.size(); j++) {
            json.name(keys.get(j)).value(values.get(j));
        }
        json.endObject();
    }

    private static ImmutableDoubleArray readRow(ImmutableList<String> keys, JsonFields fields) {
        ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder(keys.size());
        for (String key : keys) {
            numbers.add(fields.number(key));
        }
        return numbers.build();
    }

    private static void writeMatrix(JsonWriter json, ImmutableList<ImmutableDoubleArray> rows) throws IOException {
        json.beginArray();
        for (ImmutableDoubleArray row : rows) {
            writeNumbers(json, row);
        }
        json.endArray();
    }

    /** In one line: a network has many numbers. */
    private static void writeNumbers(JsonWriter json, ImmutableDoubleArray numbers) throws IOException {
        json.beginArray();
        json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
        for (int j = 0; j < numbers.length(); j++) {
            json.value(numbers.get(j));
        }
        json.endArray();
        json.setFormattingStyle(FormattingStyle.PRETTY);
    }

    private static void writeTexts(JsonWriter json, ImmutableList<String> texts) throws IOException {
        json.beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }

    /**
     * What a model of any kind has.
     *
     * @param features names of the features
     * @param categories levels by column
     * @param target name of the target
     * @param provenance how the model came about
     */
    record Common(
            ImmutableList<String> features,
            ImmutableMap<String, ImmutableList<String>> categories,
            String target,
            Provenance provenance) {}
}
