package io.github.piste.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.piste.train.Cadence;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of a metrics file stands.
 *
 * @param bytes up to the end of the last line that stands
 * @param rows among them
 * @param lastStep the step of the last one, -1 if there is none
 */
record MetricsTail(long bytes, long rows, long lastStep) {
    /** All complete lines; a killed process may have torn the last one. */
    static MetricsTail whole(Path file) throws IOException {
        return read(file, Long.MAX_VALUE, new Cadence.Steps(1));
    }

    /**
     * The complete lines up to a step. The row of a moment that the cadence does not name tells where a run was stopped,
     * and goes: a run that was never stopped has none.
     */
    static MetricsTail upTo(Path file, long step, Cadence cadence) throws IOException {
        return read(file, step, cadence);
    }

    private static MetricsTail read(Path file, long step, Cadence cadence) throws IOException {
        long size = Files.size(file);
        long end = 0;
        MetricsTail tail = new MetricsTail(0, 0, -1);
        try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                end += line.length() + 1;
                long row = MetricsRow.stepOf(line);
                if (end > size || row > step) {
                    break;
                }
                if (row < 0) {
                    tail = new MetricsTail(end, tail.rows, tail.lastStep);
                } else if (row == 0 || MetricsRow.isNamedBy(line, cadence)) {
                    tail = new MetricsTail(end, tail.rows + 1, row);
                } else {
                    break;
                }
            }
        }
        return tail;
    }
}
