package dev.orrery.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections, whichever database is below. */
@Timeout(60)
abstract class ConnectionsContract {
    private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
    private static final String URL = "postgresql+psycopg://ana:s3cr:et@db.example.org:5432/sales?password=other";

    @TempDir
    Path folder;

    private Database database;
    private Connections connections;

    abstract Database open(Path folder);

    @BeforeEach
    void start() {
        database = open(folder);
        connections = with(Sealing.of(null, folder.resolve("secret.key")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aConnectionIsShownWithoutItsPasswordAndGivenWhole() {
        connections.set("warehouse", URL, "root");
        assertEquals(
                List.of(new Connections.View(
                        "warehouse", "postgresql+psycopg://ana:***@db.example.org:5432/sales?…", "root", NOW)),
                connections.list());
        assertEquals(Optional.of(URL), connections.url("warehouse"));
        connections.set("warehouse", "sqlite:////tmp/a.db", "ben");
        assertEquals(Optional.of("sqlite:////tmp/a.db"), connections.url("warehouse"));
        assertEquals("sqlite:////tmp/a.db", connections.list().getFirst().url());
        connections.remove("warehouse");
        assertEquals(Optional.empty(), connections.url("warehouse"));
        assertTrue(assertThrows(ConnectionException.class, () -> connections.remove("warehouse"))
                .isMissing());
    }

    @Test
    void nothingOfItIsReadableInTheDatabase() {
        connections.set("warehouse", URL, "root");
        String stored = database.read(tx -> tx.list("SELECT sealed FROM connection", row -> row.text("sealed")))
                .getFirst();
        assertTrue(stored.startsWith("v1:"));
        String bytes = new String(Base64.getDecoder().decode(stored.substring(3)), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("ana") || bytes.contains("s3cr") || bytes.contains("postgresql"));
        connections.set("warehouse", URL, "root");
        assertFalse(database.read(tx -> tx.list("SELECT sealed FROM connection", row -> row.text("sealed")))
                .contains(stored));
    }

    @Test
    void itOpensInItsOwnPlaceAndWithItsOwnKeyAlone() {
        connections.set("warehouse", URL, "root");
        database.transaction(
                tx -> tx.update(
                        "INSERT INTO connection (name, sealed, shown, set_by, set_at) SELECT 'mine', sealed, shown, set_by, set_at FROM connection"));
        assertThrows(ConnectionException.class, () -> connections.url("mine"));
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        Connections stranger = with(Sealing.of(other, folder.resolve("secret.key")));
        assertThrows(ConnectionException.class, () -> stranger.url("warehouse"));
    }

    @Test
    void theKeyIsMadeOnceAndReadableByItsOwnerAlone() throws IOException {
        Path file = folder.resolve("secret.key");
        String key = Files.readString(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        connections.set("warehouse", URL, "root");
        assertEquals(Optional.of(URL), with(Sealing.of(null, file)).url("warehouse"));
        assertEquals(key, Files.readString(file));
        assertThrows(ConnectionException.class, () -> Sealing.of("short", file));
    }

    @Test
    void namesAndUrlsThatCannotBeAreRefused() {
        connections.set("a-b", "sqlite://", "root");
        assertThrows(ConnectionException.class, () -> connections.set("a_b", "sqlite://", "root"));
        assertThrows(ConnectionException.class, () -> connections.set("../x", "sqlite://", "root"));
        assertThrows(ConnectionException.class, () -> connections.set("x", "no url", "root"));
        assertEquals("ORRERY_CONNECTION_A_B", Connections.variable("a-b"));
    }

    private Connections with(Sealing sealing) {
        return Connections.open(database, sealing, InstantSource.fixed(NOW));
    }
}
