package io.github.piste.run;

import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.LoadedData;
import io.github.piste.data.SyntheticSource;
import java.util.function.LongConsumer;

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
        return switch (config.data().kind()) {
            case CSV -> numeric(new CsvSource(csvOptions(config.data())).load(progress));
            case SYNTHETIC -> synthetic(config.data().synthetic(), config.run().seed());
        };
    }

    /** A target of text makes classes, whose numbers a linear model must not take for measurements. */
    private static LoadedData numeric(LoadedData loaded) {
        Dataset data = loaded.dataset();
        if (!data.classes().isEmpty()) {
            throw new DataException(loaded.source() + ": the target '" + data.targetName()
                    + "' is text, its first value is '"
                    + data.classes().get((int) data.y()[0])
                    + "', but a linear model predicts numbers; correct that cell or choose another data.target");
        }
        return loaded;
    }

    private static LoadedData synthetic(DataConfig.Synthetic s, long seed) {
        return LoadedData.whole(
                new SyntheticSource(s.rows(), s.features(), s.noise(), s.condition(), seed).generate(),
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
