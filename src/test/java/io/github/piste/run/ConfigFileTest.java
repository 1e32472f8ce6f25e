package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from strangers. */
class ConfigFileTest {
    private static final String GOOD = "data.kind = synthetic\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"other.conf\"",
                "include file(\"/etc/passwd\")",
                "include url(\"http://127.0.0.1:1/x\")",
                "include classpath(\"x.conf\")",
                "include required(file(\"a.conf\"))",
                "include \"a.conf\"",
                "include \"http://127.0.0.1:1/x\""
            })
    void include_isRefusedWithItsLine(String include) throws IOException {
        Files.writeString(folder.resolve("other.conf"), "run.seed = 5");
        only(GOOD + include + "\n", ":2: include of ", "a configuration is one file");
    }

    @Test
    void includes_areAllNamed() {
        String include = "include \"x.conf\"\n";
        assertEquals(2, Configs.fileProblems(folder, GOOD + include + include).size());
    }

    @Test
    void largeFile_isRefused() {
        only(GOOD + "run.name = " + "x".repeat(2_000_000), " is larger than 262144 bytes");
    }

    @Test
    void longLine_isRefused() {
        only(GOOD + "run.name = " + "x ".repeat(10_000), ":2 is longer than 16384 characters");
    }

    @Test
    void endlessFile_isRefused() {
        Path endless = Path.of("/dev/zero");
        if (Files.exists(endless)) {
            assertTrue(read(endless).get(0).contains("is larger than"));
        }
    }

    @Test
    void deepNesting_isRefusedWithItsLine() {
        only(GOOD + "a {".repeat(10_000) + "}".repeat(10_000), ":2 opens more than 50 blocks");
        only(GOOD + "a = " + "[".repeat(10_000) + "]".repeat(10_000), ":2 opens more than 50 blocks");
    }

    @Test
    void deepNesting_ofKeys_isRefusedWithItsLine() {
        only(GOOD + "a.".repeat(5_000) + "a = 1", ":2 opens more than 50 blocks");
        assertEquals(
                1,
                Configs.fileProblems(folder, GOOD + "\"a b\".".repeat(2_000) + "a = 1")
                        .size());
    }

    @Test
    void manyUnknownKeys_areCountedAfterTheFirst() {
        StringBuilder text = new StringBuilder(GOOD);
        for (int i = 0; i < 20_000; i++) {
            text.append('k').append(i).append("=1\n");
        }
        List<String> problems = Configs.fileProblems(folder, text.toString());
        assertEquals(101, problems.size());
        assertTrue(problems.get(0).contains(":2: k0 is not a known key"), problems.get(0));
        assertEquals("and 19900 more unknown keys", problems.get(100));
    }

    @Test
    void brackets_inTextAndComments_areNotCounted() {
        String text = "# " + "{".repeat(100) + "\nrun.directory = \"" + "[".repeat(100) + "\"\n";
        assertEquals(List.of(), Configs.fileProblems(folder, GOOD + text));
    }

    @Test
    void manySubstitutions_areRefused() {
        only(GOOD + "run.name = ${a}\n".repeat(11), " has 11 substitutions; allowed: 10");
        only(GOOD + "a += 1\n".repeat(11), " has 11 substitutions; allowed: 10");
        only(GOOD + "run.name = ${a}\n" + "#\n".repeat(20_000), " has substitutions and ");
    }

    @Test
    void substitution_ofNothing_isRefusedWithItsLine() {
        only(GOOD + "run.name = ${x.y}\n", "a.conf:2: ", "${x.y}");
    }

    @Test
    void substitution_ofItself_isRefused() {
        only(GOOD + "data.path = ${data.target}\ndata.target = ${data.path}\n", "a.conf:");
    }

    @ParameterizedTest
    @CsvSource({"'train {',3", "'a = 1 }',2", "'a = \"x',2", "'= 5',2", "'a = [1, 2',3", "'train.epochs 5',3"})
    void syntaxError_isOneLineWithItsPlace(String text, int line) {
        only(GOOD + text + "\n", "a.conf:" + line + ": ");
    }

    @Test
    void byteOrderMark_isFine() {
        assertEquals(List.of(), Configs.fileProblems(folder, "\uFEFF" + GOOD));
    }

    @Test
    void controlCharacters_areRefusedWithTheirLine() {
        only(GOOD + "run.name = a\u0000b", ":2 has the control character \\u0000");
        only(GOOD + "run.name = \u001b[31m", ":2 has the control character \\u001b");
    }

    @Test
    void otherEncodings_areRefused() throws IOException {
        Path latin =
                Files.write(folder.resolve("b.conf"), "run.name = \u00fcben".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(read(latin).get(0).endsWith("b.conf is not UTF-8 text; save it as UTF-8"));
        Path utf16 = Files.write(folder.resolve("c.conf"), GOOD.getBytes(StandardCharsets.UTF_16));
        assertEquals(1, read(utf16).size());
    }

    @Test
    void missingFile_saysWhereItLooked() {
        List<String> problems = read(Path.of("no-such.conf"));
        assertEquals(1, problems.size());
        assertEquals(
                "no-such.conf does not exist (looked for "
                        + Path.of("no-such.conf").toAbsolutePath() + "); give the path of a configuration file",
                problems.get(0));
    }

    @Test
    void folder_isRefused() {
        assertTrue(read(folder).get(0).contains(" is a folder"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/b", "a\\\\b", "..", ".", "/x", "a..b", ".hidden", "x.", "x\\n", "x\\u001b", "a:b", " "
            })
    void runName_thatCouldLeaveItsFolder_isRefused(String name) {
        only(GOOD + "run.name = \"" + name + "\"", ":2: run.name = ", "allowed: a plain name");
    }

    @Test
    void runName_hasALimit() {
        assertEquals(List.of(), Configs.fileProblems(folder, GOOD + "run.name = " + "x".repeat(64)));
        only(GOOD + "run.name = " + "x".repeat(65), "run.name = ");
    }

    @Test
    void names_ofKeys_cannotWriteToTheTerminal() {
        only(GOOD + "\"a\\u001b[31m\" = 1", "\\u001b[31m", "is not a known key");
    }

    private void only(String text, String... parts) {
        List<String> problems = Configs.fileProblems(folder, text);
        assertEquals(1, problems.size(), problems::toString);
        for (String part : parts) {
            assertTrue(problems.get(0).contains(part), problems.get(0));
        }
        assertEquals(1, problems.get(0).lines().count());
    }

    private static List<String> read(Path file) {
        return Configs.problems(() -> new ConfigReader(Map.of()).read(Optional.of(file), List.of()));
    }
}
