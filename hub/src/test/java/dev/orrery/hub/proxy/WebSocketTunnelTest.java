package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.ClientLimits;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames of WebSockets (RFC 6455) pass as they are: fragments, pings, large ones and the close with its code, both ways. */
@Timeout(60)
class WebSocketTunnelTest {
    private TestingBackend backend;
    private TestingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        backend = new TestingBackend();
        proxy = new TestingProxy(() -> new Target.Ready(backend.port()), ClientLimits.defaults());
        // Sends back each frame as it came, but for the mask, until it has sent back a close.
        backend.on("/user/ana/ws", (head, in, out) -> {
            TestingBackend.write(
                    out, "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: x-own; a=1\r\n\r\n");
            DataInputStream data = new DataInputStream(in);
            int first = 0;
            while ((first & 0x0f) != 8) {
                first = data.readUnsignedByte();
                writeFrame(out, first, readPayload(data), false);
            }
            out.close();
        });
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.close();
    }

    @Test
    void fragmentsPingsLargeFramesAndTheCloseCodePassUntouched() throws Exception {
        try (Socket socket = proxy.connect()) {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            TestingBackend.write(
                    out,
                    "GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Extensions: x-own\r\n\r\n");
            assertTrue(TestingBackend.readHead(in).contains("Sec-WebSocket-Extensions: x-own; a=1\r\n"));
            byte[] large = new byte[20 << 20];
            new java.util.Random(1).nextBytes(large);
            echoed(in, out, 0x01, "first ".getBytes(StandardCharsets.UTF_8));
            echoed(in, out, 0x89, "ping within a message".getBytes(StandardCharsets.UTF_8));
            echoed(in, out, 0x80, "last".getBytes(StandardCharsets.UTF_8));
            echoed(in, out, 0xc2, new byte[0]);
            echoed(in, out, 0x82, large);
            byte[] goodbye = ByteBuffer.allocate(8)
                    .putShort((short) 4001)
                    .put("bye...".getBytes(StandardCharsets.UTF_8))
                    .array();
            echoed(in, out, 0x88, goodbye);
            assertEquals(-1, in.read());
        }
    }

    private static void echoed(DataInputStream in, OutputStream out, int first, byte[] payload) throws Exception {
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                writeFrame(out, first, payload, true);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertEquals(first, in.readUnsignedByte());
        assertArrayEquals(payload, readPayload(in));
        sender.join();
    }

    private static void writeFrame(OutputStream out, int first, byte[] payload, boolean masked) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.put((byte) (mask | payload.length));
        } else if (payload.length < 65536) {
            frame.put((byte) (mask | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (mask | 127)).putLong(payload.length);
        }
        if (masked) {
            frame.putInt(0);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    private static byte[] readPayload(DataInputStream in) throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if ((second & 0x80) != 0) {
            assertEquals(0, in.readInt());
        }
        return in.readNBytes(Math.toIntExact(length));
    }
}
