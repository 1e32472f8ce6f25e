package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code src/docs/own-objective.md} compiles as it stands there and prints what stands there. */
class OwnObjectiveDocumentTest {
    @TempDir
    private Path temp = Path.of("");

    @Test
    @Timeout(120)
    void program_printsWhatTheDocumentSays() throws IOException, InterruptedException {
        DocumentedProgram program = new DocumentedProgram("own-objective.md", temp);
        assertEquals(program.block("text").lines().toList(), program.run("OwnObjective"));
    }
}
