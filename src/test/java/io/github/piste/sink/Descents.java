package io.github.piste.sink;

import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Observer;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.Random;

/** Small descents to look at. */
final class Descents {
    private Descents() {}

    static LeastSquares objective() {
        Random random = new Random(4);
        double[][] x = new double[20][3];
        double[] y = new double[20];
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 3; j++) {
                x[i][j] = random.nextGaussian();
            }
            y[i] = 2 + x[i][0] - x[i][2] + random.nextGaussian();
        }
        return LeastSquares.withIntercept(Dataset.of(x, y));
    }

    /** One row a step, 20 steps an epoch. */
    static Trainer trainer(long epochs, Observer observer, Control control) {
        return new Trainer(objective(), Descent.plain(Batching.stochastic(Batching.Order.RANDOM), 1e-3, epochs))
                .observer(observer)
                .control(control);
    }

    static Outcome alone(long epochs) {
        return trainer(epochs, Observer.NONE, new Control()).run();
    }
}
