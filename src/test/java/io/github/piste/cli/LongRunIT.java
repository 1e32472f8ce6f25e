package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The long job that ships with the project, watched for ten seconds and then stopped. */
class LongRunIT {
    @TempDir
    private Path temp;

    @Test
    void longRun_watchedForTenSeconds_movesAndEndsWhenAsked() throws IOException {
        Path logs = temp.resolve("logs");
        try (PisteProcess process =
                PisteProcess.start("train", "config/long-run.conf", "-s", "run.directory=" + logs)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs).file("plots/loss.png")));
            RunFiles run = RunFiles.onlyOf(logs);
            List<byte[]> versions = new ArrayList<>();
            versions.add(Files.readAllBytes(run.file("plots/loss.png")));
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (System.nanoTime() < end) {
                byte[] now = Files.readAllBytes(run.file("plots/loss.png"));
                assertTrue(RunFiles.isWholePng(now), "half a picture of " + now.length + " bytes");
                if (!Arrays.equals(now, versions.get(versions.size() - 1))) {
                    versions.add(now);
                }
            }
            assertTrue(versions.size() > 3, "replaced " + (versions.size() - 1) + " times in ten seconds");
            assertTrue(process.isAlive());
            assertEquals("RUNNING", run.state());

            long sent = System.nanoTime();
            process.signal("TERM");
            process.await(Duration.ofSeconds(11)).with(ExitCode.TERMINATED);
            assertTrue(System.nanoTime() - sent < Duration.ofSeconds(11).toNanos());
            assertEquals("STOPPED", run.state());

            List<BufferedImage> images = new ArrayList<>();
            for (byte[] version : versions) {
                images.add(RunFiles.decode(version));
            }
            int moved = different(images.get(0), images.get(images.size() - 1));
            assertTrue(moved > 1000, "only " + moved + " pixels moved");
            assertLossFell(run);
        }
    }

    private static int different(BufferedImage a, BufferedImage b) {
        int pixels = 0;
        for (int x = 0; x < Math.min(a.getWidth(), b.getWidth()); x++) {
            for (int y = 0; y < Math.min(a.getHeight(), b.getHeight()); y++) {
                pixels += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
            }
        }
        return pixels;
    }

    private static void assertLossFell(RunFiles run) {
        List<List<String>> rows = run.metrics();
        double first = Double.parseDouble(rows.get(1).get(3));
        double last = Double.parseDouble(rows.get(rows.size() - 1).get(3));
        assertTrue(last < 0.9 * first, "from " + first + " to " + last);
    }
}
