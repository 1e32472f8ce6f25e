package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/** What a model says about a row, as cells of a table. Thread-safety: one thread at a time. */
sealed interface Answer {
    /** What the model says about the current one of some rows. */
    static Answer of(ModelRows rows) {
        return rows.model() instanceof Classifier classifier ? new Classified(rows, classifier) : new Predicted(rows);
    }

    /** Names of the cells. */
    ImmutableList<String> names();

    /** Writes the cells for the current row, which is complete. */
    void write(String[] record, int from);

    /**
     * The answer of a model that predicts a number.
     *
     * @param rows the rows
     */
    record Predicted(ModelRows rows) implements Answer {
        @Override
        public ImmutableList<String> names() {
            return ImmutableList.of("prediction");
        }

        @Override
        public void write(String[] record, int from) {
            record[from] = Double.toString(rows.predict());
        }
    }

    /**
     * The answer of a classifier: the name of the class, and all probabilities.
     *
     * @param rows the rows
     * @param model their model
     */
    record Classified(ModelRows rows, Classifier model) implements Answer {
        @Override
        public ImmutableList<String> names() {
            ImmutableList.Builder<String> names =
                    ImmutableList.<String>builder().add("prediction");
            model.classes().forEach(name -> names.add("probability(" + name + ")"));
            return names.build();
        }

        @Override
        public void write(String[] record, int from) {
            ImmutableDoubleArray scores = model.scores(rows.features());
            ImmutableDoubleArray probabilities = Scores.probabilities(scores);
            for (int c = 0; c < probabilities.length(); c++) {
                rows.checkFinite("probability", probabilities.get(c));
                record[from + 1 + c] = Double.toString(probabilities.get(c));
            }
            record[from] = model.classes().get(Scores.best(scores));
        }
    }
}
