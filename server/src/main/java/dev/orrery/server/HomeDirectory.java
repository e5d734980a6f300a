package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data directory, held by one server at a time. The operating system frees the hold when the server dies. Only the
 * server's own user can look into it.
 */
final class HomeDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private HomeDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static HomeDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            // Homes and attempts below are reached by their mounts only, so that nobody else needs to pass through
            // here.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new UsageException("Another server already runs on " + path
                        + ". Stop it, or give this one a directory of its own with --home.");
            }
            return new HomeDirectory(path, channel);
        } catch (IOException e) {
            throw new UsageException("The data directory " + path + " cannot be used: " + e.getMessage()
                    + ". Choose another with --home.");
        }
    }

    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code server.json}: how commands on this machine find the server. Mode 0600, since it holds a token. */
    void announce(int port, String token) {
        Map<String, Object> content = Map.of("pid", ProcessHandle.current().pid(), "port", port, "token", token);
        try {
            Path temporary = path.resolve("server.json.new");
            Files.deleteIfExists(temporary);
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(temporary, Exchange.JSON.writeValueAsBytes(content));
            Files.move(temporary, path.resolve("server.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve("server.json"));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
