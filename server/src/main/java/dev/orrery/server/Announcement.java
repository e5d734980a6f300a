package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code server.json}: how commands on this machine find the server on a data directory, while it runs.
 *
 * @param port where it listens for processes of this machine
 * @param url how a browser reaches it; empty from a server that was older
 * @param token of its own administrator, which is why nobody else may read the file
 */
record Announcement(long pid, int port, String url, String token) {
    static final String FILE = "server.json";

    static Announcement of(int port, URI url, String token) {
        return new Announcement(ProcessHandle.current().pid(), port, url.toString(), token);
    }

    /** That of the data directory's first server; empty where none runs, or comes up just now. */
    static Optional<Announcement> read(Path home) {
        try {
            JsonNode told = Exchange.JSON.readTree(Files.readAllBytes(home.resolve(FILE)));
            return Optional.of(new Announcement(
                    told.path("pid").asLong(0),
                    told.path("port").asInt(0),
                    told.path("url").asString(""),
                    told.path("token").asString("")));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** In one step, with mode 0600. */
    void write(Path file) throws IOException {
        Map<String, Object> content = Map.of("pid", pid, "port", port, "url", url, "token", token);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, Exchange.JSON.writeValueAsBytes(content));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
