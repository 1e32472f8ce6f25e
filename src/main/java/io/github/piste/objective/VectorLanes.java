package io.github.piste.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the vector kernels have in common. The sums over lanes have an order of our own: that of {@code reduceLanes} is
 * not the same before and after compilation.
 */
final class VectorLanes {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private VectorLanes() {}

    /** Adds up the lanes that were stored from {@code at} on, as a tree. */
    static double sum(double[] lanes, int at) {
        if (LANES == 8) {
            return ((lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]))
                    + ((lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]));
        }
        double sum = 0;
        for (int lane = 0; lane < LANES; lane += 2) {
            sum += lanes[at + lane] + lanes[at + lane + 1];
        }
        return sum;
    }

    static DoubleVector load(double[] values, int at) {
        return DoubleVector.fromArray(SPECIES, values, at);
    }

    /** As doubles. */
    static DoubleVector widened(float[] values, int at) {
        return (DoubleVector)
                FloatVector.fromArray(Singles.SPECIES, values, at).convertShape(VectorOperators.F2D, SPECIES, 0);
    }

    /** As many floats as doubles: asked for when they are needed, because there are none as short as one. */
    private static final class Singles {
        static final VectorSpecies<Float> SPECIES =
                VectorSpecies.of(float.class, VectorShape.forBitSize(LANES * Float.SIZE));
    }

    static DoubleVector all(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }
}
