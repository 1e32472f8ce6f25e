package io.github.piste.objective;

/** What the last layer of a network means: its loss, the slopes of it, and its predictions. Belongs to one thread. */
interface NetworkOutput {
    /** Turns the outputs of a row into the slopes of its loss and returns the loss; allocates nothing. */
    double toSlopes(double[] outputs, double y);

    /** Writes what the outputs of a row predict, from {@code at} on. */
    void predict(double[] outputs, double[] predicted, int at);

    /** What the loss is called. */
    String label();

    /** A number, {@code shift + scale * output}, that costs its squared error. */
    record Regression(double shift, double scale) implements NetworkOutput {
        @Override
        public double toSlopes(double[] outputs, double y) {
            double residual = shift + scale * outputs[0] - y;
            outputs[0] = 2 * scale * residual;
            return residual * residual;
        }

        @Override
        public void predict(double[] outputs, double[] predicted, int at) {
            predicted[at] = shift + scale * outputs[0];
        }

        @Override
        public String label() {
            return "mean squared error";
        }
    }

    /** Scores of classes, which cost their cross-entropy. */
    record Classification() implements NetworkOutput {
        @Override
        public double toSlopes(double[] outputs, double y) {
            return CrossEntropy.toSlopes(outputs, (int) y);
        }

        @Override
        public void predict(double[] outputs, double[] predicted, int at) {
            CrossEntropy.probabilities(outputs, predicted, at);
        }

        @Override
        public String label() {
            return "cross-entropy";
        }
    }
}
