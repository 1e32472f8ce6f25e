package io.github.piste.data;

/** Makes the rows of a {@link SyntheticSource} one after the other. */
final class SyntheticRows {
    private final SyntheticSource source;
    private final SplitMix64 random;
    private final double[] w;
    private final double[] root;
    private final double[] z;
    private final double[] y;
    private int made;

    /** Puts the targets of all rows into {@code y: [n]}. */
    SyntheticRows(SyntheticSource source, double[] y) {
        this.source = source;
        this.random = new SplitMix64(source.seed(), 1);
        this.w = source.trueCoefficients().toArray();
        this.root = source.doubledRoot();
        this.z = new double[source.features()];
        this.y = y;
    }

    /** Makes the next rows; their features fill {@code x} from its beginning. */
    void next(int count, double[] x) {
        int d = source.features();
        for (int i = 0; i < count; i++) {
            int row = i * d;
            if (source.condition() == 1) {
                for (int j = 0; j < d; j++) {
                    x[row + j] = random.nextGaussian();
                }
            } else {
                for (int j = 0; j < d; j++) {
                    z[j] = random.nextGaussian();
                    x[row + j] = 0;
                }
                correlate(z, root, x, row);
            }
            double sum = w[d];
            for (int j = 0; j < d; j++) {
                sum += x[row + j] * w[j];
            }
            y[made++] = sum + source.noise() * random.nextGaussian();
        }
    }

    /** x = z S, where row i of S is the first row turned i places to the right. */
    private static void correlate(double[] z, double[] doubledRoot, double[] x, int row) {
        int d = z.length;
        for (int i = 0; i < d; i++) {
            double zi = z[i];
            int turned = d - i;
            for (int j = 0; j < d; j++) {
                x[row + j] += zi * doubledRoot[turned + j];
            }
        }
    }
}
