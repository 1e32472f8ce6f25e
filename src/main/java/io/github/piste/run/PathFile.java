package io.github.piste.run;

import com.google.common.base.Joiner;
import io.github.piste.queue.Mailbox;
import io.github.piste.queue.MailboxConfig;
import io.github.piste.queue.MailboxHandler;
import io.github.piste.queue.SlotWriter;
import io.github.piste.queue.TaskQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The way of a descent on a function as a table, {@code step,x0,...,value}: every step from 0 on, in full precision, also
 * the last one of a descent that diverges, whose numbers may be {@code NaN} or {@code Infinity}.
 *
 * <p>A worker writes. As every point is wanted, the descent waits when thousands of them are waiting to be written.
 *
 * <p>Thread-safety: points come from one thread.
 */
final class PathFile {
    private static final int WAITING = 1 << 12;
    private static final int BUFFER = 1 << 16;

    private final Mailbox<Point> mailbox;
    private final SlotWriter<Point> copier = this::copy;
    private long step;
    private double[] w = {};
    private double value;

    /** A point on its way to the file. */
    private static final class Point {
        private long step;
        private final double[] w;
        private double value;

        Point(int d) {
            w = new double[d];
        }
    }

    /** Writes, on a worker. */
    private static final class Writer implements MailboxHandler<Point> {
        private final OutputStream out;
        private final StringBuilder buffer = new StringBuilder(BUFFER + 512);

        Writer(Path file, List<String> variables) throws IOException {
            out = Files.newOutputStream(file);
            buffer.append("step,").append(Joiner.on(',').join(variables)).append(",value\n");
            drained();
        }

        @Override
        public void handle(Point point, long skipped) throws IOException {
            buffer.append(point.step);
            for (double coordinate : point.w) {
                buffer.append(',').append(coordinate);
            }
            buffer.append(',').append(point.value).append('\n');
            if (buffer.length() >= BUFFER) {
                drained();
            }
        }

        @Override
        public void drained() throws IOException {
            byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
            buffer.setLength(0);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            try {
                drained();
            } finally {
                out.close();
            }
        }
    }

    /**
     * Begins a file.
     *
     * @param queue whose workers write; closing it ends the file
     * @param file what was there is replaced
     * @param variables names of the coordinates
     * @throws IOException if it cannot be written
     */
    PathFile(TaskQueue queue, Path file, List<String> variables) throws IOException {
        mailbox = queue.mailbox(
                MailboxConfig.blocking("path-file", WAITING),
                () -> new Point(variables.size()),
                new Writer(file, variables));
    }

    /** Hands over a point. */
    void add(long atStep, double[] point, double itsValue) {
        step = atStep;
        w = point;
        value = itsValue;
        mailbox.post(copier);
    }

    private void copy(Point slot) {
        slot.step = step;
        System.arraycopy(w, 0, slot.w, 0, w.length);
        slot.value = value;
    }

    /** Why the file is not complete; empty if it is. To be asked after the queue is closed. */
    String trouble() {
        long missing = mailbox.stats().posted() - mailbox.stats().handled();
        String error = mailbox.stats().lastError();
        return missing == 0 && mailbox.stats().failed() == 0
                ? ""
                : missing + " points could not be written" + (error == null ? "" : ", " + error);
    }
}
