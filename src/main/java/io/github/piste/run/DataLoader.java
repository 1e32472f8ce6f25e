package io.github.piste.run;

import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.DataCache;
import io.github.piste.data.DataException;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.LoadedData;
import io.github.piste.data.SyntheticSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** From the data part of a configuration to rows. */
public final class DataLoader {
    private DataLoader() {}

    /**
     * Reads or makes the data.
     *
     * @param config of the run
     * @param progress is told from time to time how many bytes have been read
     * @return the rows and what happened to them
     * @throws io.github.piste.data.DataException if the data are bad
     */
    public static LoadedData load(RunConfig config, LongConsumer progress) {
        return load(config, progress, Optional::empty);
    }

    /**
     * Reads or makes the data; features that memory does not hold go to a file.
     *
     * @param config of the run
     * @param progress is told from time to time how many bytes have been read
     * @param directory of the run, asked for when it is needed for such a file; empty if the run has none
     * @return the rows and what happened to them
     * @throws io.github.piste.data.DataException if the data are bad, or neither memory nor disk has room
     */
    public static LoadedData load(RunConfig config, LongConsumer progress, Supplier<Optional<Path>> directory) {
        int parts = config.data().validation() > 0 ? 1 : 0;
        int files = parts + RowLayout.changes(config) > 0 ? 2 : 1;
        DataCache cache = new DataCache(directory, 1 + parts + RowLayout.copies(config), files);
        LoadedData loaded =
                switch (config.data().kind()) {
                    case CSV -> new CsvSource(csvOptions(config.data())).load(progress, cache);
                    case SYNTHETIC ->
                        synthetic(config.data().synthetic(), config.run().seed(), cache);
                };
        if (config.data().folds() > 0 && !loaded.dataset().isInMemory()) {
            throw new DataException(loaded.source() + ": data.folds = "
                    + config.data().folds()
                    + " needs all rows in memory, which does not hold them; give Java a larger heap with -Xmx, or use"
                    + " data.validation");
        }
        return loaded;
    }

    private static LoadedData synthetic(DataConfig.Synthetic s, long seed, DataCache cache) {
        return LoadedData.whole(
                new SyntheticSource(s.rows(), s.features(), s.noise(), s.condition(), seed).generate(cache),
                "synthetic, " + s.rows() + " x " + s.features() + ", noise " + s.noise() + ", condition "
                        + s.condition() + ", seed " + seed);
    }

    private static HeaderRule header(boolean present) {
        return present ? HeaderRule.PRESENT : HeaderRule.ABSENT;
    }

    private static CsvOptions csvOptions(DataConfig data) {
        return new CsvOptions(
                data.path().orElseThrow(),
                Delimiter.parse(data.delimiter().label()),
                data.header().map(DataLoader::header).orElse(HeaderRule.AUTO),
                data.target().orElse(null),
                data.features(),
                data.categorical(),
                data.weight().orElse(null),
                data.missing(),
                0);
    }
}
