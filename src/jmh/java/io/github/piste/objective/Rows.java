package io.github.piste.objective;

import io.github.piste.data.Dataset;
import io.github.piste.data.SyntheticSource;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The data sets of the performance tables, and which kernel reads them. */
@State(Scope.Benchmark)
public class Rows {
    /** Rows and features. */
    @Param({"100000x10", "1000000x20", "200000x500"})
    public String shape = "";

    @Param({"vector", "scalar"})
    public String kernel = "";

    Dataset data;
    int n;
    int d;
    double[] w;
    double[] gradient;

    /** Each parameter has its JVM, so that the choice is made anew. */
    @Setup
    public void setUp() {
        System.setProperty("piste.kernel", kernel);
        int[] size = IntStream.of(0, 1)
                .map(k -> Integer.parseInt(shape.split("x")[k]))
                .toArray();
        n = size[0];
        d = size[1];
        data = new SyntheticSource(n, d, 1, 1, 1).generate();
        w = new double[d + 1];
        gradient = new double[d + 1];
    }

    /** The same rows with two classes: the targets above zero and the others. */
    Dataset classes() {
        double[] y = data.y(); // nobody else has them
        for (int i = 0; i < n; i++) {
            y[i] = y[i] > 0 ? 1 : 0;
        }
        return data;
    }
}
