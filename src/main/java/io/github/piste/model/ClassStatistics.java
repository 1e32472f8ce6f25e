package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableLongArray;
import io.github.piste.data.ClassColumn;

/**
 * Sums over the classes of predictions, row by row.
 *
 * <p>Thread-safety: one thread at a time. Cost: O(k) per row beyond the prediction.
 */
final class ClassStatistics implements RowStatistics {
    private final Classifier model;
    private final ModelRows table;
    private final ClassColumn target;
    private final long[][] confusion;
    private final Sum losses = new Sum();
    private final Worst<Loss> worst = new Worst<>(Loss::loss, loss -> loss.row().line());
    private long rows;

    /** A row with its loss, which tells rows of probability 0 apart. */
    private record Loss(ClassEvaluation.WorstRow row, double loss) {}

    ClassStatistics(Classifier model, ModelRows table, int target) {
        this.model = model;
        this.table = table;
        this.target = ClassColumn.of(table.table(), target, model.classes());
        this.confusion = new long[model.classes().size()][model.classes().size()];
    }

    @Override
    public void add() {
        int actual = target.read();
        ImmutableDoubleArray scores = model.scores(table.features());
        double loss = Scores.loss(scores, actual);
        table.checkFinite("loss", loss);
        int predicted = Scores.best(scores);
        rows++;
        losses.add(loss);
        confusion[actual][predicted]++;
        if (worst.admits(loss)) {
            ImmutableList<String> names = model.classes();
            worst.add(new Loss(
                    new ClassEvaluation.WorstRow(
                            table.table().line(), names.get(actual), names.get(predicted), Math.exp(-loss)),
                    loss));
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Evaluation evaluation(long rowsSkipped) {
        ImmutableList.Builder<ImmutableLongArray> counts = ImmutableList.builder();
        for (long[] row : confusion) {
            counts.add(ImmutableLongArray.copyOf(row));
        }
        return new ClassEvaluation(
                rows,
                rowsSkipped,
                model.classes(),
                losses.value() / rows,
                counts.build(),
                worst.list().stream().map(Loss::row).collect(ImmutableList.toImmutableList()));
    }
}
