package io.github.piste.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.piste.files.Permissions;
import io.github.piste.train.Cadence;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Appends records to {@code metrics.csv}: {@code step,epoch,elapsed_seconds,loss,validation_loss,gradient_norm,
 * learning_rate}. A reader finds whole lines only, except for the last one of a killed process.
 *
 * <p>A line that begins with {@code #} says how many records are missing at that place, or that from there on only every
 * second, fourth, ... record is written: after each million rows the cadence doubles, so a run of months stays small.
 *
 * <p>When writing fails (disk full), what had not reached the file is counted and the next line that does reach it says
 * so; the file never keeps half a line in its middle.
 *
 * <p>Thread-safety: as of {@link Sink}.
 */
public final class MetricsFileSink implements ScalarsSink {
    static final int ROWS_BEFORE_DOUBLING = 1_000_000;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Cadence cadence;
    private final boolean everyRecord;
    private final int rowsBeforeDoubling;
    private final StringBuilder buffer = new StringBuilder(BUFFER + 512);
    private FileChannel channel;
    private long good;
    private long rows;
    private long lastStep = -1;
    private long bufferedRows;
    private long missing;
    /** Records that a note in the buffer says are missing; if it does not reach the file, the next note says it. */
    private long noted;

    private long keepEvery = 1;
    private long received;
    private long notWritten;
    private volatile Optional<String> degraded = Optional.empty();

    private MetricsFileSink(Path file, Cadence cadence, boolean everyRecord, int rowsBeforeDoubling)
            throws IOException {
        this.file = file;
        this.cadence = cadence;
        this.everyRecord = everyRecord;
        this.rowsBeforeDoubling = rowsBeforeDoubling;
        this.channel = open(file);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE, WRITE), Permissions.ofFile(file));
    }

    /**
     * Begins a new file.
     *
     * @param file where; what was there is replaced
     * @param cadence how often to write a row
     * @param everyRecord whether the descent has to wait rather than lose a row
     * @return the sink
     * @throws IOException if the file cannot be opened
     */
    public static MetricsFileSink create(Path file, Cadence cadence, boolean everyRecord) throws IOException {
        return create(file, cadence, everyRecord, ROWS_BEFORE_DOUBLING);
    }

    static MetricsFileSink create(Path file, Cadence cadence, boolean everyRecord, int rowsBeforeDoubling)
            throws IOException {
        MetricsFileSink sink = new MetricsFileSink(file, cadence, everyRecord, rowsBeforeDoubling);
        sink.channel.truncate(0);
        sink.buffer.append(MetricsRow.HEADER);
        sink.flush();
        return sink;
    }

    /**
     * Continues the file of an interrupted run: rows after the step it continues from are removed, and so is a torn last
     * line, and so is the row of the moment where the run was stopped, unless the cadence names that moment too.
     *
     * @param file the file; made anew if it is missing or has no header
     * @param cadence how often to write a row
     * @param everyRecord whether the descent has to wait rather than lose a row
     * @param step the last step whose row stays
     * @return the sink
     * @throws IOException if the file cannot be read or opened
     */
    public static MetricsFileSink resume(Path file, Cadence cadence, boolean everyRecord, long step)
            throws IOException {
        MetricsTail tail = Files.exists(file) ? MetricsTail.upTo(file, step, cadence) : new MetricsTail(0, 0, -1);
        if (tail.bytes() == 0) {
            return create(file, cadence, everyRecord);
        }
        MetricsFileSink sink = new MetricsFileSink(file, cadence, everyRecord, ROWS_BEFORE_DOUBLING);
        sink.channel.truncate(tail.bytes());
        sink.good = tail.bytes();
        sink.rows = tail.rows();
        sink.lastStep = tail.lastStep();
        sink.keepEvery = recordsPerRow(tail.rows());
        return sink;
    }

    private static long recordsPerRow(long rows) {
        return 1L << Math.min(62, rows / ROWS_BEFORE_DOUBLING);
    }

    /**
     * The last step that has a complete row.
     *
     * @param file a metrics file
     * @return the step, -1 if there is no row or no file
     * @throws IOException if the file cannot be read
     */
    public static long lastStep(Path file) throws IOException {
        return Files.exists(file) ? MetricsTail.whole(file).lastStep() : -1;
    }

    /**
     * How many records there are to a row at the end of the file.
     *
     * @param file a metrics file
     * @return 1 up to a million rows, then 2, 4, ...
     * @throws IOException if the file cannot be read
     */
    public static long recordsPerRow(Path file) throws IOException {
        boolean few = !Files.exists(file) || Files.size(file) < ROWS_BEFORE_DOUBLING; // not even a byte for each row
        return few ? 1 : recordsPerRow(MetricsTail.whole(file).rows());
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public boolean wantsEveryRecord() {
        return everyRecord;
    }

    @Override
    public Optional<String> degraded() {
        return degraded;
    }

    @Override
    public void accept(Scalars scalars, long lost) throws IOException {
        missing += lost;
        if (scalars.step() == lastStep) {
            return; // where a run is stopped, which has its row already
        }
        lastStep = scalars.step();
        if (received++ % keepEvery != 0) {
            return;
        }
        noteMissing();
        MetricsRow.append(buffer, scalars);
        rows++;
        bufferedRows++;
        if (rows % rowsBeforeDoubling == 0) {
            keepEvery *= 2;
            buffer.append("# from here on only one of ").append(keepEvery).append(" records is written\n");
        }
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    private void noteMissing() {
        if (missing > 0) {
            buffer.append("# ").append(missing).append(" records are missing here\n");
            noted += missing;
            missing = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        if (buffer.length() == 0) {
            return;
        }
        try {
            if (!channel.isOpen()) {
                channel = open(file); // an interrupt closed it
            }
            channel.truncate(good);
            ByteBuffer bytes = UTF_8.encode(buffer.toString());
            for (long at = good; bytes.hasRemaining(); at += channel.write(bytes, at)) {
                // a write may take only a part
            }
            good = channel.size();
        } catch (IOException e) {
            missing += bufferedRows + noted;
            notWritten += bufferedRows;
            degraded = Optional.of(notWritten + " rows could not be written: " + e.getMessage());
            removeTornLine(e);
            throw e;
        } finally {
            buffer.setLength(0);
            bufferedRows = 0;
            noted = 0;
        }
    }

    /** A disk that fills up takes a part of a write. */
    private void removeTornLine(IOException failure) {
        try {
            if (channel.isOpen()) {
                channel.truncate(good);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            noteMissing();
            flush();
            channel.force(true);
        } finally {
            channel.close();
        }
    }
}
