package io.github.piste.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A job on made-up rows that takes some seconds, the same to the bit each time. */
final class SyntheticJob {
    private SyntheticJob() {}

    /** The words of the command that runs it below a folder; further settings go over these. */
    static String[] in(Path folder, String mode, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "run.directory=" + folder,
                "run.name=job",
                "run.seed=3",
                "data.kind=synthetic",
                "data.synthetic.rows=20000",
                "data.synthetic.features=5",
                "data.synthetic.condition=50",
                "data.validation=0.1",
                "train.mode=" + mode,
                "train.learning-rate=1e-6",
                "train.averaging=false",
                "observe.checkpoint.every=150ms"));
        all.addAll(Arrays.asList(settings));
        List<String> words = new ArrayList<>(List.of("train"));
        for (String setting : all) {
            words.add("-s");
            words.add(setting);
        }
        return words.toArray(String[]::new);
    }
}
