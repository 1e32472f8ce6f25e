package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.model.LinearModel;
import io.github.piste.model.LogisticModel;
import io.github.piste.model.Model;
import io.github.piste.model.Network;
import io.github.piste.model.NetworkClassifier;
import io.github.piste.model.NetworkModel;
import io.github.piste.model.SoftmaxModel;

/** A model in a few lines that a person can read. */
final class ModelLines {
    private static final int COEFFICIENTS = 12;
    private static final int CLASSES = 12;

    private final Model model;

    ModelLines(Model model) {
        this.model = model;
    }

    /** A line of the report; the label is empty where it goes on. */
    record Line(String label, String text) {}

    ImmutableList<Line> lines() {
        if (model instanceof LinearModel linear) {
            return one(name(model.target()) + " = " + sum(linear.intercept(), linear.coefficients()));
        }
        if (model instanceof LogisticModel logistic) {
            return one("probability of " + className(logistic.classes().get(1)) + " = 1 / (1 + exp(-z)), z = "
                    + sum(logistic.intercept(), logistic.coefficients()));
        }
        if (model instanceof SoftmaxModel softmax) {
            return scores(softmax);
        }
        if (model instanceof NetworkClassifier classifier) {
            return one(network(classifier.network()) + ", softmax over "
                    + classifier.classes().size() + " classes");
        }
        return one(network(((NetworkModel) model).network()));
    }

    private static ImmutableList<Line> one(String text) {
        return ImmutableList.of(new Line("model", text));
    }

    private ImmutableList<Line> scores(SoftmaxModel softmax) {
        ImmutableList.Builder<Line> lines = ImmutableList.builder();
        int shown = Math.min(CLASSES, softmax.classes().size());
        for (int c = 0; c < shown; c++) {
            lines.add(new Line(
                    c == 0 ? "model" : "",
                    "score of " + className(softmax.classes().get(c)) + " = "
                            + sum(
                                    softmax.intercepts().get(c),
                                    softmax.coefficients().get(c))));
        }
        if (shown < softmax.classes().size()) {
            lines.add(new Line("", "... (all " + softmax.classes().size() + " classes in model.json)"));
        }
        return lines.build();
    }

    private String network(Network network) {
        int hidden = network.hiddenBiases().length();
        int outputs = network.outputBiases().length();
        return "network of " + counted(model.features().size(), "input") + ", " + counted(hidden, "hidden unit")
                + " (ReLU), " + counted(outputs, "output");
    }

    private String sum(double intercept, ImmutableDoubleArray coefficients) {
        StringBuilder formula = new StringBuilder(Text.number(intercept));
        int shown = Math.min(COEFFICIENTS, coefficients.length());
        for (int j = 0; j < shown; j++) {
            double coefficient = coefficients.get(j);
            formula.append(coefficient < 0 ? " - " : " + ")
                    .append(Text.number(Math.abs(coefficient)))
                    .append(' ')
                    .append(name(model.features().get(j)));
        }
        if (shown < coefficients.length()) {
            formula.append(" + ... (all ").append(coefficients.length()).append(" in model.json)");
        }
        return formula.toString();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String className(String name) {
        boolean number = name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
        return number ? "class " + name : Text.oneLine(name);
    }

    /** A column without a header is named by its number, which must not look like a factor. */
    private static String name(String column) {
        boolean number = column.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? "[" + column + "]" : Text.oneLine(column);
    }
}
