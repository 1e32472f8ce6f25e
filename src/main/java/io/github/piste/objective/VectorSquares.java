package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import jdk.incubator.vector.DoubleVector;

/** The squared loss of a tile of scores, see {@link Kernel#squares}. */
final class VectorSquares {
    private VectorSquares() {}

    static double slopes(Scratch tile, int count, double threshold) {
        int whole = tile.fillUp(count, LANES);
        DoubleVector sum = DoubleVector.zero(VectorLanes.SPECIES);
        if (threshold == Double.POSITIVE_INFINITY) {
            for (int k = 0; k < whole; k += LANES) {
                DoubleVector residual = load(tile.scores, k).sub(load(tile.targets, k));
                DoubleVector slope = residual.mul(load(tile.weights, k));
                slope.intoArray(tile.scores, k);
                sum = residual.fma(slope, sum);
            }
        } else {
            for (int k = 0; k < whole; k += LANES) {
                DoubleVector residual = load(tile.scores, k).sub(load(tile.targets, k));
                DoubleVector clipped = residual.min(all(threshold)).max(all(-threshold));
                DoubleVector slope = clipped.mul(load(tile.weights, k));
                slope.intoArray(tile.scores, k);
                sum = residual.add(residual).sub(clipped).fma(slope, sum);
            }
        }
        tile.release(count, whole);
        sum.intoArray(tile.lanes, 0);
        return VectorLanes.sum(tile.lanes, 0);
    }
}
