package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.History;

/**
 * One of the descents in a picture: that of the run, or one it is compared with. It keeps its ink while others join.
 *
 * <p>Thread-safety: immutable.
 */
record Descent(String label, Ink ink, History history) {
    /** So many times its first steps a path that runs away is followed, where there is nothing else to see. */
    private static final double FOLLOWED = 3;
    /** A loss so many times that of the start is nowhere near the descent any more, moving or stuck. */
    private static final double LOST = 1e9;
    /** Beside other descents one is lost sooner. */
    private static final double LOST_AMONG_OTHERS = 100;
    /** A path whose last quarter goes so many times farther than all before it may be running away. */
    private static final double RUNAWAY = 3;

    /** The descents of a run that track so many weights. */
    static ImmutableList<Descent> of(PlotData data, int weights) {
        return ofAny(data).stream()
                .filter(descent -> descent.history.tracked() == weights)
                .collect(ImmutableList.toImmutableList());
    }

    /** All descents of a run that have begun; the run's own is the last. */
    static ImmutableList<Descent> ofAny(PlotData data) {
        ImmutableList.Builder<Descent> descents = ImmutableList.builder();
        int count = data.others().size();
        for (int i = 0; i < count; i++) {
            Trail trail = data.others().get(i);
            if (trail.history().length() > 0) {
                descents.add(new Descent(trail.label(), Ink.of(i), trail.history()));
            }
        }
        if (data.history().length() > 0) {
            descents.add(new Descent(data.label(), Ink.of(count), data.history()));
        }
        return descents.build();
    }

    /** What it is called beside others: its label, or its learning rate. */
    String name() {
        double rate = history.scalars(history.length() - 1).learningRate();
        return !label.isEmpty() ? label : Double.isNaN(rate) ? "path" : "rate " + Numbers.brief(rate);
    }

    /** The latest record whose weights are all finite; the first if there is none. */
    int lastFinite() {
        int last = history.length() - 1;
        for (int j = 0; j < history.tracked(); j++) {
            ImmutableDoubleArray path = history.weight(j);
            while (last > 0 && !Double.isFinite(path.get(last))) {
                last--;
            }
        }
        return last;
    }

    /**
     * The path of one weight, NaN where the descent has run away: its way grows faster and faster and leads to a higher
     * loss than at the start. Among several descents it is followed less far, so that the others remain to be seen.
     */
    ImmutableDoubleArray inSight(int weight, int descents) {
        ImmutableDoubleArray losses = history.losses();
        boolean lost = isLost(losses, descents == 1 ? LOST : LOST_AMONG_OTHERS);
        double[] limits = new double[history.tracked()];
        ImmutableDoubleArray[] paths = new ImmutableDoubleArray[limits.length];
        for (int j = 0; j < limits.length; j++) {
            paths[j] = history.weight(j);
            limits[j] = limit(paths[j], lost, descents == 1 ? FOLLOWED : 1);
        }
        double[] seen = paths[weight].toArray();
        for (int i = 0; i < seen.length; i++) {
            boolean astray = false;
            for (int j = 0; j < limits.length; j++) {
                astray |= !(Math.abs(paths[j].get(i) - paths[j].get(0)) <= limits[j]);
            }
            if (astray && !(losses.get(i) <= losses.get(0))) {
                seen[i] = Double.NaN;
            }
        }
        return ImmutableDoubleArray.copyOf(seen);
    }

    /** How far from its start a path is followed. */
    private static double limit(ImmutableDoubleArray path, boolean lost, double followed) {
        double before = farthest(path, path.length() - path.length() / 4);
        boolean runsAway = path.length() >= 4 && farthest(path, path.length()) > RUNAWAY * before;
        if (!lost && !runsAway) {
            return Double.MAX_VALUE;
        }
        return followed * Math.max(Math.abs(path.get(0)), farthest(path, 3));
    }

    private static boolean isLost(ImmutableDoubleArray losses, double times) {
        double start = Math.abs(losses.get(0));
        double second = losses.length() > 1 ? Math.abs(losses.get(1)) : start;
        // The last record may be the best point of a descent that was lost.
        return losses.stream().anyMatch(loss -> loss > times * (start + second));
    }

    private static double farthest(ImmutableDoubleArray path, int records) {
        double farthest = 0;
        for (int i = 1; i < Math.min(records, path.length()); i++) {
            double distance = Math.abs(path.get(i) - path.get(0));
            farthest = distance > farthest && Double.isFinite(distance) ? distance : farthest;
        }
        return farthest;
    }
}
