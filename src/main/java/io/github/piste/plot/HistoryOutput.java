package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link HistoryFile} as bytes, in a buffer that grows. */
final class HistoryOutput {
    static final byte NO_LANDSCAPE = 0;
    static final byte QUADRATIC = 1;
    static final byte GRID = 2;
    /** A longer name is cut; no picture could show it. */
    private static final int MAX_CHARACTERS = 1000;
    /** More cells than this along a side are halved: bilinear values draw the same lines. */
    private static final int MOST_CELLS = 100;

    private ByteBuffer to = allocate(1 << 13);

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer room(long bytes) {
        if (to.remaining() < bytes) {
            ByteBuffer larger = allocate(Math.toIntExact(Math.max(2L * to.capacity(), to.position() + bytes)));
            larger.put(to.flip());
            to = larger;
        }
        return to;
    }

    /** All bytes written. */
    byte[] bytes() {
        byte[] written = new byte[to.position()];
        to.duplicate().flip().get(written);
        return written;
    }

    HistoryOutput put(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    HistoryOutput put(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    HistoryOutput put(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    HistoryOutput put(String text) {
        byte[] utf8 = text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).getBytes(StandardCharsets.UTF_8);
        put(utf8.length);
        room(utf8.length).put(utf8);
        return this;
    }

    HistoryOutput put(List<String> texts) {
        put(texts.size());
        texts.forEach(this::put);
        return this;
    }

    HistoryOutput put(ImmutableDoubleArray numbers) {
        put(numbers.length());
        ByteBuffer buffer = room((long) Double.BYTES * numbers.length());
        numbers.forEach(buffer::putDouble);
        return this;
    }

    HistoryOutput put(History history) {
        int tracked = history.tracked();
        put(history.length()).put(tracked);
        ByteBuffer buffer = room((long) history.length() * (HistoryFile.SCALARS + tracked) * Double.BYTES);
        ImmutableDoubleArray[] weights = new ImmutableDoubleArray[tracked];
        Arrays.setAll(weights, history::weight);
        for (int i = 0; i < history.length(); i++) {
            Scalars s = history.scalars(i);
            buffer.putLong(s.step())
                    .putDouble(s.epoch())
                    .putDouble(s.elapsedSeconds())
                    .putDouble(s.loss());
            buffer.putDouble(s.validationLoss()).putDouble(s.gradientNorm()).putDouble(s.learningRate());
            for (ImmutableDoubleArray weight : weights) {
                buffer.putDouble(weight.get(i));
            }
        }
        return this;
    }

    HistoryOutput put(Sample sample) {
        put(sample.features());
        sample.columns().forEach(this::put);
        put(sample.y()).put(sample.predicted()).put(sample.classes());
        ClassMap map = sample.map();
        put(map == null ? 0 : 1);
        if (map != null) {
            put(map.x()).put(map.y()).put(map.probabilities());
        }
        return this;
    }

    /** A quadratic exactly, any other landscape as a grid over the window of the paths. */
    HistoryOutput putLandscape(PlotData data) {
        Landscape landscape = data.landscape();
        if (landscape != null && landscape.objective() instanceof Quadratic q) {
            room(1).put(QUADRATIC);
            return put(q.c()).put(q.b0()).put(q.b1()).put(q.a00()).put(q.a01()).put(q.a11());
        }
        Grid grid = landscape == null ? null : grid(landscape, data);
        room(1).put(grid == null ? NO_LANDSCAPE : GRID);
        if (grid != null) {
            Window window = grid.window();
            put(window.xLow()).put(window.xHigh()).put(window.yLow()).put(window.yHigh());
            put(grid.columns()).put(grid.rows()).put(grid.values());
        }
        return this;
    }

    private static @Nullable Grid grid(Landscape landscape, PlotData data) {
        if (landscape.objective() instanceof Grid exact) {
            return exact;
        }
        int weights = landscape.dimension();
        if (weights > 2) {
            return null;
        }
        Grid grid = Window.around(Descent.of(data, weights), weights)
                .map(window -> landscape.relief(window).grid())
                .orElse(null);
        return grid != null && grid.rows() > 0 && grid.columns() > MOST_CELLS ? grid.halved() : grid;
    }
}
