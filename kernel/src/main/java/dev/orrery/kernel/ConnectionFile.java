package dev.orrery.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/**
 * Where a kernel listens, and the key that signs its messages: a file of mode 0600 in a directory of mode 0700.
 * Over Unix sockets no other user can reach the kernel. Over TCP others on the machine can read what it publishes, so that
 * is for kernels only which know nothing else.
 */
final class ConnectionFile implements AutoCloseable {
    /** A Unix socket's path holds 107 bytes on Linux, 103 on macOS. */
    private static final int MAX_SOCKET_PATH = 100;

    private final Path directory;
    private final Map<Channel, SocketAddress> addresses;
    private final String key;

    private ConnectionFile(Path directory, Map<Channel, SocketAddress> addresses, String key) {
        this.directory = directory;
        this.addresses = addresses;
        this.key = key;
    }

    /** @param unixSockets whether the kernel can listen on Unix sockets; where their path gets too long TCP is taken all the same */
    static ConnectionFile write(boolean unixSockets) {
        try {
            String random = random(40);
            Path directory = Files.createDirectory(
                    Path.of(System.getProperty("java.io.tmpdir"), "orrery-kernel-" + random.substring(0, 16)),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            String key = random.substring(16);
            Path prefix = directory.resolve("k");
            boolean unix = unixSockets && prefix.toString().getBytes(StandardCharsets.UTF_8).length < MAX_SOCKET_PATH;
            PrimitiveIterator.OfInt ports = IntStream.of(unix ? new int[] {1, 2, 3, 4, 5} : freePorts(5))
                    .iterator();
            Map<Channel, SocketAddress> addresses = new EnumMap<>(Channel.class);
            StringBuilder json = new StringBuilder("{\"transport\": \"").append(unix ? "ipc" : "tcp");
            json.append("\", \"ip\": \"").append(unix ? prefix : "127.0.0.1");
            json.append("\", \"signature_scheme\": \"hmac-sha256\", \"key\": \"")
                    .append(key);
            json.append("\", \"hb_port\": ").append(ports.nextInt());
            for (Channel channel : Channel.values()) {
                int port = ports.nextInt();
                json.append(", \"").append(channel.portField()).append("\": ").append(port);
                addresses.put(
                        channel,
                        unix
                                ? UnixDomainSocketAddress.of(prefix + "-" + port)
                                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
            writePrivate(directory.resolve("connection.json"), json.append('}').toString());
            return new ConnectionFile(directory, addresses, key);
        } catch (IOException e) {
            throw new KernelException(
                    "The kernel's connection file cannot be written: " + e.getMessage(),
                    "Make the temporary folder writable (java.io.tmpdir), or free space in it.",
                    e);
        }
    }

    Path path() {
        return directory.resolve("connection.json");
    }

    String key() {
        return key;
    }

    SocketAddress address(Channel channel) {
        SocketAddress address = addresses.get(channel);
        if (address == null) {
            throw new IllegalStateException("no address for " + channel);
        }
        return address;
    }

    /** Removes the file and the sockets. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }
            });
            Files.deleteIfExists(directory);
        } catch (IOException | UncheckedIOException e) {
            // A leftover in the temporary folder harms nothing: its key has died with the kernel.
        }
    }

    /** Hexadecimal. SecureRandom has the same source, but loads Java's security providers first, and the kernel waits for this. */
    private static String random(int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("/dev/urandom"))) {
            return HexFormat.of().formatHex(in.readNBytes(bytes));
        }
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** Free at this moment; who takes one in between makes the kernel fail, which is then started again. */
    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
