package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ZmtpConnectionTest {
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void aLongPartIsHandedOverAsItComesAndTheNextMessageIsWhole() throws Exception {
        try (Peer peer = new Peer();
                ZmtpConnection connection = peer.connect(heard)) {
            assertNotNull(connection);
            peer.out.write(new byte[] {3, 0, 0, 0, 0, 0, 2, 0, 0});
            peer.out.write(new byte[1 << 17]);
            peer.out.write(new byte[] {0, 2, 'h', 'i', 0, 3, 'y', 'o', 'u'});

            assertEquals("131072 long [, hi]", heard.poll(10, TimeUnit.SECONDS));
            assertEquals("0 long [you]", heard.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSizeThatCannotBeEndsTheConnection() throws Exception {
        try (Peer peer = new Peer();
                ZmtpConnection connection = peer.connect(heard)) {
            assertNotNull(connection);
            peer.out.write(new byte[] {2, -1, 0, 0, 0, 0, 0, 16, 0});

            assertTrue(String.valueOf(heard.poll(10, TimeUnit.SECONDS)).startsWith("closed"), heard::toString);
        }
    }

    @Test
    void theEndOfThePeerIsTold() throws Exception {
        try (Peer peer = new Peer();
                ZmtpConnection connection = peer.connect(heard)) {
            assertNotNull(connection);
            peer.socket.close();

            assertEquals("closed closed its connection", heard.poll(10, TimeUnit.SECONDS));
        }
    }

    /** A peer that shakes hands by the book and then sends what the test says. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private Socket socket;
        private OutputStream out;

        Peer() throws IOException {}

        ZmtpConnection connect(LinkedBlockingQueue<String> heard) throws IOException {
            ZmtpConnection connection = ZmtpConnection.open(
                    server.getLocalSocketAddress(), Channel.SHELL, new byte[] {'i'}, new ZmtpConnection.Receiver() {
                        private int taken;

                        @Override
                        public ZmtpConnection.LongPart longPart(List<byte[]> before, long size) {
                            return new ZmtpConnection.LongPart() {
                                @Override
                                public void take(byte[] bytes, int from, int count) {
                                    taken += count;
                                }

                                @Override
                                public void abandon() {
                                    heard.add("abandoned");
                                }
                            };
                        }

                        @Override
                        public void message(List<byte[]> parts, ZmtpConnection.LongPart longPart) {
                            heard.add(taken + " long "
                                    + parts.stream()
                                            .map(part -> new String(part, StandardCharsets.US_ASCII))
                                            .toList());
                            taken = 0;
                        }

                        @Override
                        public void closed(String why) {
                            heard.add("closed " + why);
                        }
                    });
            socket = server.accept();
            out = socket.getOutputStream();
            byte[] greeting = new byte[64];
            new DataInputStream(socket.getInputStream()).readFully(greeting);
            out.write(greeting);
            return connection;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            server.close();
        }
    }
}
