package dev.orrery.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: a server of its own in a temporary folder, started once in a JVM and stopped with it.
 * Each caller has a new, empty database. Where the tests run as root, the server runs as the user postgres.
 */
public final class TestingPostgres {
    private final Path folder;
    private final Path programs;
    private final int port;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();

    private TestingPostgres() throws IOException, InterruptedException {
        programs = programs();
        port = freePort();
        byte[] secret = new byte[16];
        new Random().nextBytes(secret);
        password = HexFormat.of().formatHex(secret);
        folder = Files.createTempDirectory("orrery-postgres");
        Path passwordFile = Files.writeString(folder.resolve("password"), password);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        as(
                "initdb",
                "-D",
                folder.resolve("data").toString(),
                "-U",
                "orrery",
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder
                + " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200";
        as(
                "pg_ctl",
                "-D",
                folder.resolve("data").toString(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options,
                "start");
    }

    /** The JDBC URL of a new, empty database, with user and password. */
    public static String newDatabase() {
        return Holder.SERVER.createDatabase();
    }

    private String createDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return url(name);
        } catch (SQLException e) {
            throw new IllegalStateException("the testing PostgreSQL does not answer", e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=orrery&password=" + password;
    }

    private void stop() {
        try {
            as("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            System.err.println("cannot stop the testing PostgreSQL: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void as(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        // To a file and not to a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        Path output = Files.createTempFile("orrery-postgres", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (var found = Files.list(versions)) {
                var newest = found.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.comparingInt(bin ->
                                Integer.parseInt(bin.getParent().getFileName().toString())));
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        throw new IllegalStateException("These tests need PostgreSQL's programs: install the package postgresql.");
    }

    private static final class Holder {
        static final TestingPostgres SERVER = start();

        private static TestingPostgres start() {
            try {
                return new TestingPostgres();
            } catch (IOException e) {
                throw new IllegalStateException("cannot start a PostgreSQL for tests", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
