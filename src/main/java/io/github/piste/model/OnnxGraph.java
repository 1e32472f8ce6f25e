package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The computation of a model in ONNX, in doubles: it depends on the numbers of the model, not on its names.
 *
 * <p>A linear model is {@code Gemm}; softmax regression {@code Gemm, Softmax}; a network {@code Gemm, Relu, Gemm}, with
 * {@code Softmax} for classes. The label is the {@code ArgMax} of the scores, of equal ones the first. Logistic regression
 * is {@code Softmax} of the scores 0 and s too: onnxruntime (1.29.0) computes {@code Sigmoid} of negative numbers as a
 * difference from 1, which leaves small probabilities no digits.
 */
final class OnnxGraph {
    private static final int DOUBLE = 11;
    private static final int INT64 = 7;
    private static final int INTEGER_ATTRIBUTE = 2;
    private static final String SCORES = "scores";

    private final List<ProtoMessage> nodes = new ArrayList<>();
    private final List<ProtoMessage> initializers = new ArrayList<>();
    private final List<ProtoMessage> outputs = new ArrayList<>();

    private OnnxGraph() {}

    static ProtoMessage of(Model model) {
        OnnxGraph graph = new OnnxGraph();
        if (model instanceof LinearModel linear) {
            graph.gemm(OnnxExport.INPUT, "W", "B", OnnxExport.OUTPUT, row(linear.coefficients(), linear.intercept()));
            graph.outputs.add(matrix(OnnxExport.OUTPUT, 1));
        } else if (model instanceof LogisticModel logistic) {
            graph.gemm(OnnxExport.INPUT, "W", "B", SCORES, zeroAnd(logistic));
            graph.classes(2);
        } else if (model instanceof SoftmaxModel softmax) {
            graph.gemm(OnnxExport.INPUT, "W", "B", SCORES, new Affine(softmax.coefficients(), softmax.intercepts()));
            graph.classes(softmax.classes().size());
        } else if (model instanceof NetworkModel regression) {
            graph.network(regression.network(), OnnxExport.OUTPUT);
            graph.outputs.add(matrix(OnnxExport.OUTPUT, 1));
        } else if (model instanceof NetworkClassifier classifier) {
            graph.network(classifier.network(), SCORES);
            graph.classes(classifier.classes().size());
        }
        return graph.message(model);
    }

    private ProtoMessage message(Model model) {
        ProtoMessage message = new ProtoMessage();
        nodes.forEach(node -> message.message(1, node));
        message.text(2, model.kind());
        initializers.forEach(initializer -> message.message(5, initializer));
        message.message(11, matrix(OnnxExport.INPUT, model.features().size()));
        outputs.forEach(output -> message.message(12, output));
        return message;
    }

    private void network(Network network, String output) {
        gemm(OnnxExport.INPUT, "W1", "B1", "hidden", new Affine(network.hiddenWeights(), network.hiddenBiases()));
        nodes.add(node("Relu", "active", "hidden"));
        gemm("active", "W2", "B2", output, new Affine(network.outputWeights(), network.outputBiases()));
    }

    /** From the scores to both outputs. The operators' axis is 0 by default for ArgMax, the last one for Softmax. */
    private void classes(int k) {
        nodes.add(node("Softmax", OnnxExport.PROBABILITY, SCORES));
        nodes.add(node("ArgMax", OnnxExport.LABEL, SCORES)
                .message(5, attribute("axis", 1))
                .message(5, attribute("keepdims", 0)));
        outputs.add(matrix(OnnxExport.PROBABILITY, k));
        outputs.add(declared(OnnxExport.LABEL, INT64, shape()));
    }

    private void gemm(String input, String weights, String biases, String output, Affine layer) {
        nodes.add(node("Gemm", output, input, weights, biases));
        int k = layer.weights().size();
        int d = layer.weights().get(0).length();
        double[] transposed = new double[d * k];
        for (int j = 0; j < d; j++) {
            for (int c = 0; c < k; c++) {
                transposed[j * k + c] = layer.weights().get(c).get(j);
            }
        }
        initializers.add(initializer(weights, transposed, d, k));
        initializers.add(initializer(biases, layer.biases().toArray(), k));
    }

    private static Affine row(ImmutableDoubleArray coefficients, double intercept) {
        return new Affine(ImmutableList.of(coefficients), ImmutableDoubleArray.of(intercept));
    }

    private static Affine zeroAnd(LogisticModel model) {
        ImmutableDoubleArray zeros =
                ImmutableDoubleArray.copyOf(new double[model.features().size()]);
        return new Affine(ImmutableList.of(zeros, model.coefficients()), ImmutableDoubleArray.of(0, model.intercept()));
    }

    private static ProtoMessage node(String operator, String output, String... inputs) {
        ProtoMessage node = new ProtoMessage();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static ProtoMessage attribute(String name, long value) {
        return new ProtoMessage().text(1, name).number(3, value).number(20, INTEGER_ATTRIBUTE);
    }

    private static ProtoMessage initializer(String name, double[] values, long... dims) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asDoubleBuffer().put(values);
        return tensor.number(2, DOUBLE).text(8, name).bytes(9, raw.array());
    }

    /** Declares a matrix of doubles with any number of rows. */
    private static ProtoMessage matrix(String name, int columns) {
        return declared(name, DOUBLE, shape().message(1, new ProtoMessage().number(1, columns)));
    }

    /** Any number of rows. */
    private static ProtoMessage shape() {
        return new ProtoMessage().message(1, new ProtoMessage().text(2, "N"));
    }

    private static ProtoMessage declared(String name, int type, ProtoMessage shape) {
        ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }
}
