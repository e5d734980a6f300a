package dev.orrery.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A server's place in a data directory: a lock that goes with its process, and files of its own. The first seat's have plain
 * names, the second's end in {@code -2}.
 */
record HomeSeat(Path home, int number, FileChannel lock) implements AutoCloseable {
    /** Takes a seat; empty where a server that lives has it. */
    static Optional<HomeSeat> take(Path home, int number) throws IOException {
        FileChannel channel =
                FileChannel.open(file(home, "lock", number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new HomeSeat(home, number, channel));
            }
        } catch (OverlappingFileLockException e) {
            // This very process has it.
        }
        channel.close();
        return Optional.empty();
    }

    static boolean exists(Path home, int number) {
        return Files.exists(file(home, "lock", number));
    }

    Path file(String name) {
        return file(home, name, number);
    }

    private static Path file(Path home, String name, int number) {
        return home.resolve(number == 1 ? name : name + "-" + number);
    }

    /** Made at the seat's first use, from the machine's name and chance. */
    String name() {
        Path file = file("name");
        try {
            if (!Files.exists(file)) {
                Path draft = file("name.new");
                Files.writeString(
                        draft, host() + "-" + UUID.randomUUID().toString().substring(0, 8));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host() throws IOException {
        return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
