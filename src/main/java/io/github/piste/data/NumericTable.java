package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a large table of plain numbers in pieces of whole lines, as many at a time as there are threads.
 *
 * <p>The first pass counts lines, so that the second can parse every piece straight to its place in the arrays of the
 * data set. Whatever is not plain, in the first row or in the last, makes it give up; then the general reader, which
 * has read no more than the first row, reads on as if nothing had happened, and words the error if it is one. So the
 * result is the general reader's or none.
 *
 * <p>Memory: the arrays of the data set and for each thread little more than two pieces. Thread-safety: one thread.
 */
final class NumericTable {
    private final CsvRows rows;
    private final RowCollector collected;
    private final PieceSize size;
    private final LongConsumer progress;
    private final DataCache cache;
    private final AtomicLong bytesRead = new AtomicLong();

    /**
     * Prepares for a table of which the general reader has read the first row.
     *
     * @param rows the table
     * @param collected what is known from its first row
     * @param size how it is cut
     * @param progress told on this thread how many bytes both passes have read, halved
     * @param cache where features go that memory does not hold
     */
    NumericTable(CsvRows rows, RowCollector collected, PieceSize size, LongConsumer progress, DataCache cache) {
        this.rows = rows;
        this.collected = collected;
        this.size = size;
        this.progress = progress;
        this.cache = cache;
    }

    /**
     * Reads the table.
     *
     * @return the data set; null if this is not a large file of plain numbers, or it cannot be read
     * @throws DataException if the file changed meanwhile, for weights of zero, or if neither memory nor disk has room
     */
    @Nullable
    LoadedData load() {
        InputFile file = rows.file();
        Delimiter delimiter = rows.delimiter();
        boolean plain = file.plainBytes() >= size.smallestFile()
                && delimiter.kind() == Delimiter.Kind.CHARACTER
                && delimiter.character() < 0x80
                && rows.rowsRead() == 1
                && collected.isNumeric();
        if (!plain) {
            return null;
        }
        Dataset dataset;
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
                Crew crew = new Crew(size.threads())) {
            dataset = read(channel, file.plainBytes(), crew);
        } catch (IOException e) {
            // The general reader meets it again and finds the words.
            return null;
        }
        if (dataset == null) {
            return null;
        }
        file.checkUnchanged();
        return describe(dataset);
    }

    private @Nullable Dataset read(FileChannel channel, long fileBytes, Crew crew) throws IOException {
        List<PieceReader> readers = new ArrayList<>();
        for (int worker = 0; worker < crew.size(); worker++) {
            boolean calling = worker == 0;
            readers.add(new PieceReader(channel, 2 * size.bytes(), n -> {
                long sum = bytesRead.addAndGet(n);
                if (calling) {
                    progress.accept(sum / 2);
                }
            }));
        }
        TableBounds bounds = TableBounds.find(readers.get(0), fileBytes, 2 * size.bytes(), rows.line());
        if (bounds == null) {
            return null;
        }
        LinePieces pieces = LinePieces.count(bounds.from(), bounds.to(), size.bytes(), crew, readers);
        if (pieces == null) {
            return null;
        }
        long lines = pieces.linesBefore(pieces.pieces());
        try (NumericTarget target = NumericTarget.of(rows.names().size(), collected.slots(), lines, cache)) {
            return target != null && parse(pieces, target, crew, readers)
                    ? target.dataset(names(), collected.targetName())
                    : null;
        }
    }

    private boolean parse(LinePieces pieces, NumericTarget target, Crew crew, List<PieceReader> readers)
            throws IOException {
        byte delimiter = (byte) rows.delimiter().character();
        List<NumericRows> parsers = new ArrayList<>();
        for (int worker = 0; worker < crew.size(); worker++) {
            parsers.add(new NumericRows(delimiter, target));
        }
        return crew.run(pieces.pieces(), (worker, piece) -> {
            PieceReader reader = readers.get(worker);
            int length = reader.read(pieces.begin(piece), pieces.end(piece));
            if (piece == pieces.pieces() - 1) {
                reader.bytes()[length++] = '\n';
            }
            int first = (int) pieces.linesBefore(piece);
            int count = (int) pieces.linesBefore(piece + 1) - first;
            return parsers.get(worker).parse(reader.bytes(), length, first, count);
        });
    }

    private ImmutableList<String> names() {
        return collected.slots().stream()
                .filter(Slot::isFeature)
                .map(slot -> rows.names().get(slot.column))
                .collect(ImmutableList.toImmutableList());
    }

    private LoadedData describe(Dataset dataset) {
        return new LoadedData(
                dataset,
                dataset.rows(),
                dataset.rows(),
                0,
                0,
                rows.headerUsed(),
                rows.delimiter(),
                collected.columnsLeftOut(),
                ImmutableMap.of(),
                rows.source());
    }
}
