package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files for tests. */
final class Fixture {
    private Fixture() {}

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("data.csv"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CsvOptions csv(Path folder, String content) {
        return CsvOptions.of(write(folder, content.getBytes(StandardCharsets.UTF_8)));
    }

    static LoadedData load(CsvOptions options) {
        LoadedData loaded = new CsvSource(options).load();
        assertEquals(loaded.rowsRead(), loaded.rowsUsed() + loaded.rowsSkipped());
        return loaded;
    }

    static Dataset dataset(Path folder, String content) {
        return load(csv(folder, content)).dataset();
    }

    /** Loading fails with one printable line that contains the parts. */
    static void assertRefused(CsvOptions options, String... parts) {
        DataException e = assertThrows(DataException.class, () -> load(options));
        String message = String.valueOf(e.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected <" + part + "> in <" + message + ">");
        }
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    }
}
