package io.github.piste.objective;

import java.util.Locale;

/**
 * The choice of the arithmetic that losses use, made once when the first of them is.
 *
 * <p>The Vector API is used where the JVM has its module ({@code --add-modules jdk.incubator.vector}) and the processor
 * at least four numbers to a vector; plain Java otherwise. The system property {@code piste.kernel} forces {@code scalar}
 * or {@code vector}. Both give the same numbers up to rounding, and each the same bits every time.
 *
 * <p>Thread-safety: immutable.
 */
public final class Kernels {
    /** The system property that forces one: {@code scalar} or {@code vector}. */
    public static final String PROPERTY = "piste.kernel";

    private static final int FEWEST_LANES = 4;
    private static final Kernel CHOSEN = choose(System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT));

    private Kernels() {}

    /**
     * Names what is used, for logs and reports.
     *
     * @return {@code scalar}, or {@code vector} with the number of lanes, for example {@code vector-8}
     */
    public static String name() {
        return CHOSEN.name();
    }

    static Kernel chosen() {
        return CHOSEN;
    }

    static Kernel scalar() {
        return new ScalarKernel();
    }

    /** The kernel of the Vector API. */
    static Kernel vector() {
        try {
            // Not known at compile time: the module may be absent when this runs.
            return Class.forName("io.github.piste.objective.VectorKernel")
                    .asSubclass(Kernel.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(
                    "this JVM has no Vector API; start it with --add-modules jdk.incubator.vector", e);
        }
    }

    private static Kernel choose(String forced) {
        if (forced.equals("vector")) {
            return vector();
        }
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (forced.equals("scalar") || !present) {
            return scalar();
        }
        Kernel vector = vector();
        return lanes(vector.name()) < FEWEST_LANES ? scalar() : vector;
    }

    private static int lanes(String name) {
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }
}
