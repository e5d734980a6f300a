package dev.orrery.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes that ZMTP 3.0 (rfc.zeromq.org/spec/23) has for a greeting, a handshake and a message. */
final class ZmtpEncoder {
    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;

    private ZmtpEncoder() {}

    static ByteBuffer message(List<byte[]> parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length + 9;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i);
            int more = i + 1 < parts.size() ? MORE : 0;
            if (part.length > 255) {
                buffer.put((byte) (more | LONG)).putLong(part.length);
            } else {
                buffer.put((byte) more).put((byte) part.length);
            }
            buffer.put(part);
        }
        return buffer.flip();
    }

    /** All of the greeting, which is the same from both ends: version 3.0, the NULL mechanism. */
    static ByteBuffer greeting() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        buffer.put(0, (byte) 0xFF).put(9, (byte) 0x7F).put(10, (byte) 3);
        buffer.put(12, "NULL".getBytes(StandardCharsets.US_ASCII));
        return buffer;
    }

    /** The command that ends the NULL handshake. */
    static ByteBuffer ready(String socketType, byte[] identity) {
        byte[] name = "READY".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(256);
        body.put((byte) name.length).put(name);
        property(body, "Socket-Type", socketType.getBytes(StandardCharsets.US_ASCII));
        property(body, "Identity", identity);
        body.flip();
        return ByteBuffer.allocate(body.remaining() + 2)
                .put((byte) COMMAND)
                .put((byte) body.remaining())
                .put(body)
                .flip();
    }

    private static void property(ByteBuffer body, String name, byte[] value) {
        byte[] key = name.getBytes(StandardCharsets.US_ASCII);
        body.put((byte) key.length).put(key).putInt(value.length).put(value);
    }
}
