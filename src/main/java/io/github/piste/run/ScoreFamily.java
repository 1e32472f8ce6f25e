package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.data.Standardizer;
import io.github.piste.model.LinearModel;
import io.github.piste.model.LogisticModel;
import io.github.piste.model.Model;
import io.github.piste.model.Provenance;
import io.github.piste.model.SoftmaxModel;
import io.github.piste.objective.HuberLoss;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LogisticLoss;
import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.objective.SoftmaxCrossEntropy;
import io.github.piste.train.TrackedWeights;

/**
 * Models whose scores are weighted sums of features: one score for linear and logistic regression, one for each class
 * for softmax regression. The loop has all coefficients, score by score, then all intercepts; people see them of original
 * columns.
 */
final class ScoreFamily implements ModelFamily {
    /** Weights whose paths are kept; intercepts are always among them. */
    private static final int TRACKED = 100;

    private final ModelConfig config;
    private final ImmutableList<String> features;
    private final ImmutableList<String> classes;
    private final ScoreUnits units;
    private final int scores;

    ScoreFamily(ModelConfig config, Dataset training, Standardizer scaling) {
        this.config = config;
        this.features = training.featureNames();
        this.classes = training.classes();
        this.scores = config.kind() == ModelConfig.Kind.SOFTMAX ? classes.size() : 1;
        this.units = new ScoreUnits(scaling, config.intercept(), scores);
    }

    @Override
    public String title() {
        return switch (config.kind()) {
            case LOGISTIC -> "logistic regression";
            case SOFTMAX -> "softmax regression";
            default -> "linear regression";
        };
    }

    @Override
    public RowLoss loss(Dataset rows) {
        boolean intercept = config.intercept();
        if (config.kind() == ModelConfig.Kind.LOGISTIC) {
            return intercept ? LogisticLoss.withIntercept(rows) : LogisticLoss.throughOrigin(rows);
        }
        if (config.kind() == ModelConfig.Kind.SOFTMAX) {
            return intercept ? SoftmaxCrossEntropy.withIntercept(rows) : SoftmaxCrossEntropy.throughOrigin(rows);
        }
        if (config.loss() == ModelConfig.Loss.HUBER) {
            return intercept
                    ? HuberLoss.withIntercept(rows, config.huberDelta())
                    : HuberLoss.throughOrigin(rows, config.huberDelta());
        }
        return intercept ? LeastSquares.withIntercept(rows) : LeastSquares.throughOrigin(rows);
    }

    @Override
    public int dimension() {
        return units.dimension();
    }

    @Override
    public ImmutableList<String> weightNames() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int c = 0; c < scores; c++) {
            for (String feature : features) {
                names.add(named(c, feature));
            }
        }
        for (int c = 0; config.intercept() && c < scores; c++) {
            names.add(named(c, "intercept"));
        }
        return names.build();
    }

    private String named(int score, String weight) {
        return scores == 1 ? weight : classes.get(score) + ": " + weight;
    }

    @Override
    public ImmutableDoubleArray start(ModelConfig model) {
        return model.initial().isEmpty()
                ? ImmutableDoubleArray.copyOf(new double[dimension()])
                : ImmutableDoubleArray.copyOf(units.scaled(model.initial().toArray()));
    }

    private int coefficientsTracked() {
        return Math.min(features.size(), TRACKED / scores - (config.intercept() ? 1 : 0));
    }

    @Override
    public ImmutableList<String> trackedNames() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int c = 0; c < scores; c++) {
            for (String feature : features.subList(0, coefficientsTracked())) {
                names.add(named(c, feature));
            }
            if (config.intercept()) {
                names.add(named(c, "intercept"));
            }
        }
        return names.build();
    }

    @Override
    public TrackedWeights tracked() {
        return units.tracked(coefficientsTracked());
    }

    @Override
    public double[] reported(double[] w) {
        return units.original(w);
    }

    @Override
    public Objective reported(RowLoss loss, ModelConfig model) {
        return new ReportedLoss(loss, model.penalty(), units);
    }

    @Override
    public Model model(
            Dataset training,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        return switch (config.kind()) {
            case LOGISTIC -> LogisticModel.of(training, categories, weights, provenance);
            case SOFTMAX -> SoftmaxModel.of(training, categories, weights, provenance);
            default -> LinearModel.of(training, categories, weights, provenance);
        };
    }
}
