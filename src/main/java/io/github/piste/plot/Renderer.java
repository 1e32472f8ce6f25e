package io.github.piste.plot;

import com.google.common.annotations.VisibleForTesting;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns plots into PNG images, as long as this machine can draw at all: where there are no fonts or no graphics
 * libraries it says so once and draws nothing more. Nothing of the chart library is loaded before the first picture.
 *
 * <p>Thread-safety: safe; several pictures may be rendered at once. Share one among the sinks of a run.
 */
public final class Renderer {
    /** Width of every picture in pixels. */
    public static final int WIDTH = 1000;

    /** Height of every picture in pixels. */
    public static final int HEIGHT = 600;

    private static final Logger log = LoggerFactory.getLogger(Renderer.class);

    private final Painter painter;
    private final AtomicInteger pictures = new AtomicInteger();
    private volatile @Nullable String unavailable;

    /** A drawing to an encoded image; a test puts a broken one here. */
    @VisibleForTesting
    interface Painter {
        byte[] paint(Drawing drawing) throws IOException;
    }

    /** Creates a renderer; nothing is loaded yet. */
    public Renderer() {
        this(Suppliers.memoize(() -> new PngPainter(WIDTH, HEIGHT)));
    }

    /** A lambda that named the class it creates would load that class, and it the graphics, at once. */
    private Renderer(Supplier<Painter> onDemand) {
        this(drawing -> onDemand.get().paint(drawing));
    }

    @VisibleForTesting
    Renderer(Painter painter) {
        this.painter = painter;
    }

    /** Counts one more picture that is kept up to date; the answer tells how many there are at any time. */
    IntSupplier addPicture() {
        pictures.getAndIncrement();
        return pictures::get;
    }

    /**
     * Draws one picture.
     *
     * @param plot which one; it applies to the data
     * @param data a run
     * @return a PNG image, or empty where this machine cannot draw
     * @throws IOException if the image cannot be encoded
     */
    public Optional<byte[]> png(Plot plot, PlotData data) throws IOException {
        return unavailable == null ? png(plot.draw(data)) : Optional.empty();
    }

    /** One drawing as a PNG image, or empty where this machine cannot draw. */
    Optional<byte[]> png(Drawing drawing) throws IOException {
        if (unavailable != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(painter.paint(drawing));
        } catch (LinkageError | InternalError | java.awt.AWTError e) {
            // What the JDK throws where fonts or graphics libraries are missing; the cause is in the innermost one.
            giveUp(e);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError || !comesFromFonts(e)) {
                throw e;
            }
            giveUp(e);
            return Optional.empty();
        }
    }

    /** Where font folders are empty the JDK throws a plain error, newer ones a plain exception; only the trace tells. */
    private static boolean comesFromFonts(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith("sun.font.") || name.startsWith("sun.awt.FontConfiguration"));
    }

    /**
     * Why nothing is drawn.
     *
     * @return a sentence for the user once drawing has turned out to be impossible; the run is degraded then
     */
    public Optional<String> unavailable() {
        return Optional.ofNullable(unavailable);
    }

    private synchronized void giveUp(Throwable error) {
        if (unavailable == null) {
            Throwable cause = error;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            unavailable = "plots are off: this machine cannot draw text (" + cause
                    + "); install fonts, for example the packages fontconfig and fonts-dejavu-core";
            log.warn("{}", unavailable);
        }
    }
}
