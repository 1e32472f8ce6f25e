package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernel and gradient path are decided once: a resumed run keeps them, or says why it cannot. */
class KernelResumeIT {
    private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");

    @TempDir
    private Path temp;

    private static PisteProcess.Ended run(List<String> flags, String... words) {
        List<String> command = new ArrayList<>(PisteProcess.command(words));
        command.addAll(1, flags);
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(command))) {
            return process.await();
        }
    }

    private static String[] job(Path folder, String mode, int epochs) {
        return SyntheticJob.in(folder, mode, "train.epochs=" + epochs);
    }

    private static String[] resume(RunFiles run, String... more) {
        List<String> words =
                new ArrayList<>(List.of("train", "--resume", run.path().toString()));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    private RunFiles fresh(String name, List<String> flags, String mode, int epochs) {
        Path folder = temp.resolve(name);
        run(flags, job(folder, mode, epochs)).with(ExitCode.DONE);
        return RunFiles.onlyOf(folder);
    }

    @Test
    void runOfTheScalarKernel_resumedWhereTheVectorApiIs_staysScalarToTheBit() {
        RunFiles whole = fresh("whole", List.of(), "stochastic", 6);
        RunFiles begun = fresh("begun", List.of(), "stochastic", 3);
        run(VECTOR, resume(begun, "-s", "train.epochs=6")).with(ExitCode.DONE);
        assertEquals("scalar", begun.json("run.json").get("kernel").getAsString());
        assertEquals(whole.modelBits(), begun.modelBits());
    }

    @Test
    void runOfTheVectorKernel_resumedWithoutTheVectorApi_isRefusedUnlessOtherBitsAreAskedFor() throws IOException {
        RunFiles begun = fresh("begun", VECTOR, "stochastic", 3);
        String kernel = begun.json("run.json").get("kernel").getAsString();
        assertTrue(kernel.startsWith("vector-"), kernel);
        String before = Files.readString(begun.file("run.json"));

        PisteProcess.Ended refused =
                run(List.of(), resume(begun, "-s", "train.epochs=6")).with(ExitCode.USAGE);
        assertTrue(refused.err().contains("the run began with the kernel " + kernel), refused::err);
        assertTrue(refused.err().contains("--add-modules jdk.incubator.vector"), refused::err);
        assertEquals(before, Files.readString(begun.file("run.json")));

        PisteProcess.Ended told = run(List.of("-Dpiste.kernel=scalar"), resume(begun, "-s", "train.epochs=6"));
        told.with(ExitCode.DONE);
        assertTrue(told.err().contains("the same bits are promised"), told::err);
    }

    @Test
    void fewEpochs_resumedWithMany_keepTheGradientPath() {
        RunFiles begun = fresh("begun", List.of(), "batch", 3);
        run(List.of(), resume(begun, "-s", "train.epochs=3000")).with(ExitCode.DONE);
        assertEquals("streaming", begun.json("run.json").get("gradient").getAsString());
        RunFiles many = fresh("many", List.of(), "batch", 3000);
        assertEquals("gram", many.json("run.json").get("gradient").getAsString());
    }
}
