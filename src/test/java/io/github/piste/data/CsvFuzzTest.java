package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files end in a data set or in one line for the user, never in another exception. */
class CsvFuzzTest {
    private static final String TABLE = "id,\"a b\",c,y\n1,2.5,x,0\n2,-1e3,y,1\n3,NA,x,1\n4,.5,\"y\",0\n5,8.,x,1\n";
    private static final byte[] PIECES =
            "0123456789,;\t \"\r\n.-+eENA\0\u00ff\u00fe\u00ef\u00bb\u00bfx".getBytes(StandardCharsets.ISO_8859_1);

    private static final List<MissingPolicy> POLICIES = List.of(MissingPolicy.values());
    private static final List<HeaderRule> HEADERS = List.of(HeaderRule.values());

    @TempDir
    Path folder;

    @Test
    void tenThousandMutations_endInSuccessOrDataException() {
        Random random = new Random(20261121);
        int loaded = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = mutate(random, TABLE.getBytes(StandardCharsets.UTF_8));
            CsvOptions options = CsvOptions.of(Fixture.write(folder, bytes))
                    .withMissing(POLICIES.get(i % 3))
                    .withDelimiter(i % 4 == 0 ? Delimiter.of(',') : i % 4 == 1 ? Delimiter.WHITESPACE : Delimiter.AUTO)
                    .withHeader(HEADERS.get(i / 3 % 3));
            CsvOptions chosen = i % 5 == 0 ? options.withCategorical(List.of("3")) : options;
            try {
                LoadedData data = new CsvSource(chosen).load();
                assertEquals(data.rowsRead(), data.rowsUsed() + data.rowsSkipped());
                loaded++;
            } catch (DataException e) {
                assertFalse(e.getMessage().chars().anyMatch(Character::isISOControl), e::getMessage);
            } catch (RuntimeException | Error e) {
                fail("bytes " + HexFormat.of().formatHex(bytes) + " with " + chosen, e);
            }
        }
        int successes = loaded;
        assertFalse(successes < 500, () -> "only " + successes + " of the mutants loaded");
    }

    private static byte[] mutate(Random random, byte[] original) {
        byte[] bytes = original;
        int changes = 1 + random.nextInt(4);
        for (int c = 0; c < changes; c++) {
            int at = random.nextInt(bytes.length);
            byte piece = PIECES[random.nextInt(PIECES.length)];
            int kind = random.nextInt(5);
            int length = kind == 0 ? bytes.length + 1 : kind == 1 && bytes.length > 1 ? bytes.length - 1 : bytes.length;
            byte[] changed = new byte[length];
            System.arraycopy(bytes, 0, changed, 0, Math.min(at, length));
            if (length > bytes.length) {
                changed[at] = piece;
                System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
            } else if (length < bytes.length) {
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
            } else {
                System.arraycopy(bytes, at, changed, at, bytes.length - at);
                changed[at] = kind == 2 ? (byte) (bytes[at] ^ (1 << random.nextInt(8))) : piece;
            }
            bytes = changed;
        }
        return bytes;
    }
}
