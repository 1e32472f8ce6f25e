package io.github.piste.plot;

import io.github.piste.objective.Objective;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What a descent runs down, as a function of one or two tracked weights in the units of the history: what a picture of
 * a path draws beneath it.
 *
 * <p>Evaluating it for a picture takes at most some tenths of a second, with a coarser grid where the function is slow,
 * and happens once for all pictures as long as they show the same window.
 *
 * <p>Thread-safety: safe; each thread evaluates an objective of its own, because objectives may keep scratch.
 */
public final class Landscape {
    /** A path's window grows a few times; pictures of one moment share one. */
    private static final int REMEMBERED = 3;

    private final ThreadLocal<Objective> perThread;
    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(Window window, Relief relief) {}

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

    /** The values in a window; those of the latest windows are remembered. A second thread waits for the first. */
    Relief relief(Window window) {
        synchronized (seen) {
            for (Seen known : seen) {
                if (known.window.equals(window)) {
                    return known.relief;
                }
            }
            Relief relief = Relief.of(objective(), window);
            seen.addFirst(new Seen(window, relief));
            if (seen.size() > REMEMBERED) {
                seen.removeLast();
            }
            return relief;
        }
    }
}
