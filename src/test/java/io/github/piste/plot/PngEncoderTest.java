package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {
    private static BufferedImage image(int width, int height, IntUnaryOperator rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < width * height; k++) {
            image.setRGB(k % width, k / width, rgb.applyAsInt(k));
        }
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static byte[] checked(BufferedImage image) throws IOException {
        byte[] png = PngEncoder.encode(image);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(image.getWidth(), read.getWidth());
        assertEquals(image.getHeight(), read.getHeight());
        assertArrayEquals(pixels(image), pixels(read));
        return png;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 300", "300, 1", "1000, 600"})
    void encode_ofNoise_isReadBackPixelByPixel(int width, int height) throws IOException {
        Random random = new Random(5);
        checked(image(width, height, k -> random.nextInt()));
    }

    @ParameterizedTest
    @CsvSource({"7, 50", "85, 9", "86, 9", "87, 9", "173, 40", "1000, 60", "10922, 4", "10923, 4", "30000, 3"})
    void encode_ofWhatRepeatsItself_isReadBackPixelByPixel(int width, int height) throws IOException {
        Random random = new Random(6);
        checked(image(width, height, k -> 0xFFFFFF));
        for (int colors : new int[] {2, 3, 40, 2000}) {
            checked(image(width, height, k -> random.nextInt(colors) * 0x01_0305));
            int[] runs = new int[2];
            checked(image(width, height, k -> {
                if (runs[0]-- == 0) {
                    runs[0] = random.nextInt(200);
                    runs[1] = random.nextInt(colors) * 0x01_0305;
                }
                return runs[1];
            }));
            int[] row = random.ints(width, 0, colors).toArray();
            checked(image(width, height, k -> random.nextInt(width) == 0 ? 0 : row[k % width] * 0x0A_0B0C));
            int[] far = random.ints(1 + random.nextInt(20_000), 0, colors).toArray();
            checked(image(width, height, k -> far[k % far.length] * 0x01_0203));
        }
    }

    @Test
    void encode_ofAWhiteImage_isSmall() throws IOException {
        int bytes = checked(image(1000, 600, k -> 0xFFFFFF)).length;
        assertTrue(bytes < 30_000, () -> bytes + " bytes");
    }

    @Test
    void compress_endsWhereTheStreamEnds() throws DataFormatException {
        Random random = new Random(7);
        for (int size = 1; size < 40; size++) {
            PixelDeflater deflater =
                    new PixelDeflater(random.ints(size, 0, 1 << 24).toArray(), size, 1);
            byte[] stream = deflater.compress();
            Inflater inflater = new Inflater();
            inflater.setInput(stream, 0, deflater.length());
            assertEquals(1 + 3 * size, inflater.inflate(new byte[200]));
            assertEquals(0, inflater.inflate(new byte[200])); // reads the checksum
            assertTrue(inflater.finished());
            assertEquals(0, inflater.getRemaining());
            inflater.end();
        }
    }
}
