package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.objective.Quadratic;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts that {@link HistoryOutput} writes. Every length is checked against what is left before anything is
 * allocated: a buffer underflow or an illegal argument means that the file is not what it says.
 */
final class HistoryInput {
    private final ByteBuffer from;

    HistoryInput(ByteBuffer from) {
        this.from = from;
    }

    double number() {
        return from.getDouble();
    }

    String text() {
        byte[] text = new byte[count(1)];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    ImmutableList<String> texts() {
        int count = count(Integer.BYTES);
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts.build();
    }

    History history() {
        int length = from.getInt();
        int tracked = from.getInt();
        if (length < 0
                || tracked < 0
                || (long) length * (HistoryFile.SCALARS + (long) tracked) > from.remaining() / Double.BYTES) {
            throw new BufferUnderflowException();
        }
        List<Scalars> scalars = new ArrayList<>(length);
        double[][] weights = new double[length][tracked];
        for (int i = 0; i < length; i++) {
            scalars.add(new Scalars(from.getLong(), number(), number(), number(), number(), number(), number()));
            for (int j = 0; j < tracked; j++) {
                weights[i][j] = number();
            }
        }
        return History.of(scalars, weights);
    }

    ImmutableList<Trail> trails() {
        int count = count(3 * Integer.BYTES);
        ImmutableList.Builder<Trail> trails = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            trails.add(new Trail(text(), history()));
        }
        return trails.build();
    }

    Sample sample() {
        ImmutableList<String> features = texts();
        ImmutableList.Builder<ImmutableDoubleArray> columns = ImmutableList.builder();
        for (int i = 0; i < features.size(); i++) {
            columns.add(numbers());
        }
        ImmutableDoubleArray y = numbers();
        ImmutableDoubleArray predicted = numbers();
        ImmutableList<String> classes = texts();
        int maps = from.getInt();
        checkArgument(maps == 0 || maps == 1, "%s maps of classes", maps);
        ClassMap map = maps == 0 ? null : new ClassMap(numbers(), numbers(), numbers());
        return new Sample(features, columns.build(), y, predicted, classes, map);
    }

    @Nullable
    Landscape landscape() {
        byte kind = from.get();
        if (kind == HistoryOutput.NO_LANDSCAPE) {
            return null;
        }
        checkArgument(kind == HistoryOutput.QUADRATIC || kind == HistoryOutput.GRID, "a landscape of kind %s", kind);
        Objective objective = kind == HistoryOutput.QUADRATIC
                ? new Quadratic(number(), number(), number(), number(), number(), number())
                : grid();
        return new Landscape(() -> objective);
    }

    private Grid grid() {
        Window window = new Window(number(), number(), number(), number());
        return new Grid(window, from.getInt(), from.getInt(), numbers().toArray());
    }

    private ImmutableDoubleArray numbers() {
        double[] numbers = new double[count(Double.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number();
        }
        return ImmutableDoubleArray.copyOf(numbers);
    }

    /** A count of things of at least so many bytes each, which must still be there. */
    private int count(int bytesEach) {
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / bytesEach) {
            throw new BufferUnderflowException();
        }
        return count;
    }
}
