package io.github.piste.plot;

import com.google.common.base.Suppliers;
import io.github.piste.objective.Ascent;
import io.github.piste.objective.Objective;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    private record Seen(Window window, FutureTask<Relief> relief, Supplier<ContourMap> map) {}

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

    /** Whether the descent climbs a function: its objective, which goes down, is that function turned over. */
    boolean climbs() {
        return objective() instanceof Ascent;
    }

    /**
     * The values in a window; those of the latest windows are remembered. A second thread that asks for the same window
     * waits for the first, one that asks for another does not.
     */
    Relief relief(Window window) {
        return evaluated(known(window).relief);
    }

    /** The map of a window over two weights, remembered as long as its values are. */
    ContourMap map(Window window) {
        Seen of = known(window);
        evaluated(of.relief); // first, since the wait for it can be interrupted
        return of.map.get();
    }

    private Relief evaluated(FutureTask<Relief> relief) {
        relief.run(); // does nothing where another thread has begun
        try {
            return relief.get();
        } catch (ExecutionException e) {
            forget(relief);
            throw new IllegalStateException("the function cannot be evaluated: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while another thread evaluates the function");
        }
    }

    private Seen known(Window window) {
        synchronized (seen) {
            for (Seen known : seen) {
                if (known.window.equals(window)) {
                    return known;
                }
            }
            FutureTask<Relief> relief = new FutureTask<>(() -> Relief.of(objective(), window));
            Supplier<ContourMap> map = Suppliers.memoize(() -> ContourMap.of(evaluated(relief), window, climbs()));
            Seen fresh = new Seen(window, relief, map);
            seen.addFirst(fresh);
            if (seen.size() > REMEMBERED) {
                seen.removeLast();
            }
            return fresh;
        }
    }

    private void forget(FutureTask<Relief> failed) {
        synchronized (seen) {
            seen.removeIf(known -> known.relief == failed);
        }
    }
}
