package io.github.piste.model;

import io.github.piste.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The file {@code model.json}: JSON with {@code kind}, {@code target}, {@code classes} where there are, {@code intercept} and
 * {@code coefficients} (of a network {@code weights}) in original units and full precision, the levels of categorical columns, scaling and provenance.
 *
 * <p>Reading what was written gives an equal model, whatever the names of its features. Keys that a reader does not know
 * are passed over; a change that it must know raises {@code format}. Thread-safety: stateless.
 */
public final class ModelFile {
    /** Enough for the widest table that can be read, and little enough to be held several times. */
    static final int MOST_BYTES = 16 << 20;

    private ModelFile() {}

    /**
     * Saves a model; a reader sees the old file or the new one, never a part.
     *
     * @param file the file to replace or create; its directory must exist
     * @param model the model
     * @throws IOException if the file cannot be written, with the reason, or would exceed 16 MiB; an earlier one stays
     */
    public static void write(Path file, Model model) throws IOException {
        byte[] bytes = ModelJson.write(model).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("cannot write " + file + ": the model takes " + bytes.length
                    + " bytes, more than the " + MOST_BYTES + " that can be read back");
        }
        AtomicFiles.replace(file, bytes);
    }

    /**
     * Reads a model. The file may be from a stranger: nothing in it is run, at most 16 MiB of it are read.
     *
     * @param file the file
     * @return the model
     * @throws ModelFileException in one line for everything that can be wrong: no such file, too large, not UTF-8, not
     *     JSON, a key that is missing, twice there or of the wrong type, a number that is not finite, an unknown kind, a
     *     newer format
     */
    public static Model read(Path file) {
        String name = file.toString();
        ByteBuffer bytes = ByteBuffer.wrap(bytes(file, name));
        try {
            return ModelJson.read(
                    name, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new ModelFileException(name, "is not UTF-8 text; expected a model.json", e);
        }
    }

    private static byte[] bytes(Path file, String name) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ModelFileException(
                        name, "has more than " + MOST_BYTES + " bytes, too many for a model; expected a model.json");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ModelFileException(name, "no such file; expected a model.json", e);
        } catch (AccessDeniedException e) {
            throw new ModelFileException(name, "permission denied; make the file readable", e);
        } catch (IOException e) {
            String what = Files.isDirectory(file)
                    ? "is a directory; name the model.json in it"
                    : "cannot be read (" + e.getMessage() + ")";
            throw new ModelFileException(name, what, e);
        }
    }
}
