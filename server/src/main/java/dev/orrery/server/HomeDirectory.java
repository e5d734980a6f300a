package dev.orrery.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data directory. Each server that uses it has a seat of its own there, which the operating system frees when the server
 * dies: with SQLite there is one seat, with PostgreSQL there are several, and what a dead server's seat holds may be seized by
 * a live one. Only the servers' own user can look into it.
 */
final class HomeDirectory implements AutoCloseable {
    private static final int MOST_SEATS = 64;

    private final Path path;
    private final HomeSeat seat;
    private final List<HomeSeat> seized = new ArrayList<>();

    private HomeDirectory(Path path, HomeSeat seat) {
        this.path = path;
        this.seat = seat;
    }

    /** @param shared whether other servers may be there */
    static HomeDirectory open(Path path, boolean shared) {
        try {
            Files.createDirectories(path);
            // Homes and attempts below are reached by their mounts only, so that nobody else needs to pass through
            // here.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            for (int number = 1; number <= (shared ? MOST_SEATS : 1); number++) {
                var taken = HomeSeat.take(path, number);
                if (taken.isPresent()) {
                    return new HomeDirectory(path, taken.get());
                }
            }
        } catch (IOException e) {
            throw new UsageException("The data directory " + path + " cannot be used: " + e.getMessage()
                    + ". Choose another with --home.");
        }
        throw new UsageException("Another server already runs on " + path + occupant(path)
                + ". Stop it, or give this one a directory of its own with --home."
                + (shared ? "" : " Several servers can share a PostgreSQL, but not SQLite."));
    }

    /** Who is there, as far as it told. */
    private static String occupant(Path path) {
        return Announcement.read(path)
                .map(told -> " (process " + told.pid() + ", port " + told.port() + ")")
                .orElse("");
    }

    Path path() {
        return path;
    }

    /** A folder that all servers of this directory use. */
    Path folder(String name) {
        return create(path.resolve(name));
    }

    /** A folder that this server alone uses. */
    Path ownFolder(String name) {
        return create(seat.file(name));
    }

    /** This server's name, unlike any other's; the next server on the same seat has it too. */
    String seatName() {
        return seat.name();
    }

    /** Whether another server is there now. */
    boolean isShared() {
        return seats().anyMatch(number -> {
            try {
                var other = HomeSeat.take(path, number);
                other.ifPresent(HomeSeat::close);
                return other.isEmpty();
            } catch (IOException e) {
                return true;
            }
        });
    }

    /** Takes every seat whose server has died; the names of those that it has taken, now and before. */
    synchronized List<String> seize() {
        seats().filter(number -> seized.stream().noneMatch(one -> one.number() == number))
                .forEach(number -> {
                    try {
                        HomeSeat.take(path, number).ifPresent(seized::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return seized.stream().map(HomeSeat::name).toList();
    }

    /** The folders of that name on the seats that were seized. */
    synchronized List<Path> seizedFolders(String name) {
        return seized.stream().map(one -> one.file(name)).toList();
    }

    /** The numbers of the others' seats. */
    private Stream<Integer> seats() {
        return IntStream.rangeClosed(1, MOST_SEATS)
                .filter(number -> number != seat.number() && HomeSeat.exists(path, number))
                .boxed();
    }

    /**
     * Tells commands on this machine how to find the server.
     *
     * @param url how a browser reaches it
     */
    void announce(int port, URI url, String token) {
        try {
            Announcement.of(port, url, token).write(seat.file(Announcement.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            Files.deleteIfExists(seat.file(Announcement.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        seized.forEach(HomeSeat::close);
        seat.close();
    }
}
