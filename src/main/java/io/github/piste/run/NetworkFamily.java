package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.model.Model;
import io.github.piste.model.NetworkClassifier;
import io.github.piste.model.NetworkModel;
import io.github.piste.model.Provenance;
import io.github.piste.objective.MultilayerPerceptron;
import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.Penalty;
import io.github.piste.train.TrackedWeights;

/**
 * Networks with one hidden layer. Their weights are seen as the loop has them, of scaled columns: no unit would make them
 * plainer.
 */
final class NetworkFamily implements ModelFamily {
    private static final int TRACKED = 100;

    private final MultilayerPerceptron network;
    private final ImmutableList<String> features;
    private final ImmutableList<String> classes;
    private final ImmutableDoubleArray start;

    /** The start depends on the rows in the order of the data, so that it is the same whatever order the loop takes. */
    NetworkFamily(RunConfig config, Dataset inOrder, Dataset training) {
        int hidden = config.model().hidden();
        this.features = training.featureNames();
        this.classes = training.classes();
        MultilayerPerceptron first = classes.isEmpty()
                ? MultilayerPerceptron.squaredError(inOrder, hidden)
                : MultilayerPerceptron.crossEntropy(inOrder, hidden);
        this.start = first.initialWeights(config.run().seed());
        this.network = first.on(training);
    }

    @Override
    public String title() {
        return "network with " + network.hidden() + " hidden units";
    }

    @Override
    public RowLoss loss(Dataset rows) {
        return network.on(rows);
    }

    @Override
    public int dimension() {
        return network.dimension();
    }

    /** {@code hidden1.x} is what unit 1 takes of feature x, {@code y.hidden1} what the output y takes of unit 1. */
    @Override
    public ImmutableList<String> weightNames() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int u = 1; u <= network.hidden(); u++) {
            for (String feature : features) {
                names.add("hidden" + u + "." + feature);
            }
        }
        for (String output : outputs()) {
            for (int u = 1; u <= network.hidden(); u++) {
                names.add(output + ".hidden" + u);
            }
        }
        for (int u = 1; u <= network.hidden(); u++) {
            names.add("hidden" + u + ".bias");
        }
        for (String output : outputs()) {
            names.add(output + ".bias");
        }
        return names.build();
    }

    private ImmutableList<String> outputs() {
        return classes.isEmpty() ? ImmutableList.of("output") : classes;
    }

    @Override
    public ImmutableDoubleArray start(ModelConfig config) {
        return config.initial().isEmpty() ? start : config.initial();
    }

    @Override
    public ImmutableList<String> trackedNames() {
        return weightNames().subList(0, tracked().size());
    }

    @Override
    public TrackedWeights tracked() {
        return TrackedWeights.first(Math.min(dimension(), TRACKED));
    }

    @Override
    public double[] reported(double[] w) {
        return w.clone();
    }

    @Override
    public Objective reported(RowLoss loss, ModelConfig config) {
        return new Penalised(loss, config.penalty());
    }

    @Override
    public Model model(
            Dataset training,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        return classes.isEmpty()
                ? NetworkModel.of(
                        training, categories, weights, network.hidden(), network.shift(), network.scale(), provenance)
                : NetworkClassifier.of(training, categories, weights, network.hidden(), provenance);
    }

    /** A loss with its penalty. */
    private record Penalised(RowLoss loss, Penalty penalty) implements Objective {
        @Override
        public int dimension() {
            return loss.dimension();
        }

        @Override
        public double value(double[] w) {
            return loss.value(w) + penalty.value(w, loss.penalised());
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            double value = loss.valueAndGradient(w, gradient);
            penalty.addGradient(w, loss.penalised(), gradient);
            return value + penalty.value(w, loss.penalised());
        }
    }
}
