package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import io.github.piste.model.Model;
import io.github.piste.model.ModelFile;
import io.github.piste.model.ModelFileException;
import io.github.piste.model.SampleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model.json: what is taken is equal after it is written and read again. */
final class ModelTarget implements Target {
    private final Path file;
    private final Path written;

    ModelTarget(Path folder) {
        file = folder.resolve("model.json");
        written = folder.resolve("again.json");
    }

    @Override
    public ImmutableList<byte[]> seeds() throws IOException {
        ImmutableList.Builder<byte[]> seeds = ImmutableList.builder();
        for (Model model : SampleModels.all()) {
            ModelFile.write(written, model);
            seeds.add(Files.readAllBytes(written));
        }
        return seeds.build();
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                UTF_8,
                ("{ } [ ] , : \" null true NaN 1e999 -1 0 1e-400 -0.0 \\u0000 \\ [[ {\"a\": \"format\" \"kind\" \"linear\""
                                + " \"logistic\" \"softmax\" \"mlp\" \"target\" \"classes\" \"intercept\" \"coefficients\""
                                + " \"weights\" \"hidden\" \"scaling\" \"provenance\" \"categories\" \u001b[31m \u202e"
                                + " 99999999999999999999")
                        .split(" ", -1));
    }

    @Override
    public int controls() {
        return 0;
    }

    @Override
    public String refusal(byte[] input) throws IOException {
        Files.write(file, input);
        Model model;
        try {
            model = Model.read(file);
        } catch (ModelFileException e) {
            String message = Line.checked(String.valueOf(e.getMessage()));
            return message.substring(file.toString().length());
        }
        ModelFile.write(written, model);
        if (!Model.read(written).equals(model)) {
            throw new AssertionError("written, it reads as another: " + Files.readString(written));
        }
        return "";
    }
}
