package io.github.piste.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A protobuf message in the making: fields by their number, in the order they are added. */
final class ProtoMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    ProtoMessage number(int field, long value) {
        return add(() -> out.writeInt64(field, value));
    }

    /** Adds a text in UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark. */
    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(UTF_8));
    }

    ProtoMessage bytes(int field, byte[] value) {
        return add(() -> out.writeByteArray(field, value));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
        add(out::flush);
        return bytes.toByteArray();
    }

    private ProtoMessage add(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new AssertionError("an array cannot fail to be written", e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
