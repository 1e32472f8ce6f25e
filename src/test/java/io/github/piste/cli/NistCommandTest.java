package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.TestData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NistCommandTest {
    @TempDir
    Path empty;

    @Test
    void folder_givesATableWithARowForEachFile() {
        String folder = TestData.path("nist-strd").toString();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertEquals(ExitCode.DONE, Main.run("nist", "--epochs", "500", folder));
        } finally {
            System.setOut(before);
        }
        String table = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(2 + 11, table.lines().count());
        assertTrue(table.lines().allMatch(line -> line.matches("\\|([^|]+\\|){9}")), table);
        assertTrue(table.contains("| Filip | 82 | 11 | 1.5e+19 | 0.0 | 500 | finished, ill-conditioned | 14."), table);
        assertTrue(table.contains("| Norris | 36 | 2 | 1.0 | 13."), table);
    }

    @Test
    void folderWithoutFiles_isAFaultOfTheData() {
        assertEquals(ExitCode.DATA, Main.run("nist", empty.toString()));
        assertEquals(ExitCode.DATA, Main.run("nist", empty.resolve("missing").toString()));
    }
}
