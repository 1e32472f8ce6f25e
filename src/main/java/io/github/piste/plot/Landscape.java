package io.github.piste.plot;

import io.github.piste.objective.Objective;
import java.util.function.Supplier;

/**
 * What a descent runs down, as a function of one or two tracked weights in the units of the history: what a picture of
 * a path draws beneath it.
 *
 * <p>Thread-safety: safe; each thread evaluates an objective of its own, because objectives may keep scratch.
 */
public final class Landscape {
    private final ThreadLocal<Objective> perThread;

    /**
     * A landscape of a function.
     *
     * @param objective makes a fresh objective of the same function; called once a thread
     */
    public Landscape(Supplier<Objective> objective) {
        this.perThread = ThreadLocal.withInitial(objective);
    }

    /**
     * The function, for the calling thread.
     *
     * @return not to be handed to another thread
     */
    public Objective objective() {
        return perThread.get();
    }

    /**
     * How many weights there are.
     *
     * @return 1 or 2 for what can be drawn
     */
    public int dimension() {
        return objective().dimension();
    }
}
