package io.github.piste.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Binary files that end with the CRC-32C of all before: forged as somebody does who knows the format. */
final class Sealed {
    private static final int CHECKSUM = 4;
    private static final byte FORGE = 1;

    private Sealed() {}

    /** The input of a file: a byte that says whether its checksum is made right, and the file. */
    static byte[] input(byte[] file, boolean forged) {
        byte[] input = new byte[file.length + 1];
        input[0] = forged ? FORGE : 0;
        System.arraycopy(file, 0, input, 1, file.length);
        return input;
    }

    /** Whether the checksum of an input is made right. */
    static boolean isForged(byte[] input) {
        return input.length > 0 && (input[0] & FORGE) != 0;
    }

    /** The file of an input. */
    static byte[] file(byte[] input) {
        byte[] file = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        return isForged(input) ? sealed(file) : file;
    }

    private static byte[] sealed(byte[] file) {
        if (file.length >= CHECKSUM) {
            CRC32C crc = new CRC32C();
            crc.update(file, 0, file.length - CHECKSUM);
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - CHECKSUM, (int) crc.getValue());
        }
        return file;
    }
}
