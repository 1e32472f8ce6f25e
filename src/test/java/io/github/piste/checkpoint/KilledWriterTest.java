package io.github.piste.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves a readable checkpoint. */
class KilledWriterTest {
    private static final int KILLS = 20;

    @TempDir
    Path run;

    /** Continues where the folder says, writes one checkpoint after the other and names each that is durable. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            CheckpointStore store = CheckpointStore.open(Path.of(args[0]), Integer.parseInt(args[1]));
            long step = store.latest()
                    .found()
                    .map(stored -> stored.checkpoint().step())
                    .orElse(0L);
            while (true) {
                step++;
                store.write(Samples.ofStep(step, weights(step)));
                System.out.println(step);
            }
        }
    }

    /** Every third checkpoint is large, so that kills find it half written. */
    private static int weights(long step) {
        return step % 3 == 0 ? 130_000 : 13;
    }

    @Test
    @Timeout(240)
    void killedTwentyTimes_aReadableCheckpointIsThereEachTime() throws Exception {
        Random random = new Random(3);
        long reached = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int keep = 1 + kill % 2;
            long told = writeAndKill(keep, 1 + random.nextInt(40));

            LatestCheckpoint latest = CheckpointStore.open(run, keep).latest();

            assertEquals(List.of(), latest.refused());
            StoredCheckpoint stored = latest.found().orElseThrow();
            long step = stored.checkpoint().step();
            Samples.assertSameBits(Samples.ofStep(step, weights(step)), stored);
            assertTrue(step >= told && told > reached, "told " + told + ", found " + step + ", before " + reached);
            reached = step;
            try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
                List<Path> all = files.toList();
                assertTrue(all.stream().noneMatch(file -> file.toString().endsWith(".tmp")), all::toString);
                assertTrue(all.size() <= 3, all::toString); // keep, and one not yet deleted
            }
        }
    }

    /** Starts a child, kills it after some lines and returns the last step it named. */
    private long writeAndKill(int keep, int lines) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        run.toString(),
                        Integer.toString(keep))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            String last = null;
            for (int i = 0; i < lines; i++) {
                last = out.readLine();
                assertNotNull(last, "the child ended by itself");
            }
            return Long.parseLong(last);
        } finally {
            child.destroyForcibly();
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        }
    }
}
