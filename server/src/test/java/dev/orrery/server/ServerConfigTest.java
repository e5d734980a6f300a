package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.hub.Culling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/ana");

    @Test
    void saysEveryDefault() {
        ServerConfig config = ServerConfig.of(Map.of(), ENVIRONMENT, 2);

        assertEquals(Path.of("/home/ana/.orrery"), config.home());
        assertEquals("127.0.0.1", config.host());
        assertEquals(8000, config.port());
        assertEquals("jdbc:sqlite:/home/ana/.orrery/orrery.db", config.databaseUrl());
        assertNull(config.publicUrl());
        assertEquals(4, config.maxParallelAttempts());
        assertNull(config.warmSlots());
        assertTrue(config.buildEnvironment());
        assertNull(config.python());
        assertEquals("the data directory", config.storage().toString());
        assertFalse(config.acceptMissingIsolation());
        assertEquals(Culling.defaults(), config.culling());
        assertEquals(Path.of("/home/ana/.orrery/profiles.yaml"), config.profiles());
        assertNull(config.tls());
    }

    @Test
    void withTlsThePlainPortIsForThisMachineAlone() {
        ServerConfig config = ServerConfig.of(
                Map.of("host", "0.0.0.0", "tls-certificate", "/c.pem"),
                Map.of("HOME", "/home/ana", "ORRERY_TLS_KEY", "/k.pem", "ORRERY_TLS_REDIRECT_PORT", "80"),
                2);

        assertEquals(new TlsSetting(Path.of("/c.pem"), Path.of("/k.pem"), 8443, 80), config.tls());
        assertEquals("127.0.0.1", config.plainHost());
        assertEquals("http://127.0.0.1:8000", config.origin().toString());
        assertEquals("https://127.0.0.1:8443", config.browserUrl().toString());
        assertThrows(UsageException.class, () -> ServerConfig.of(Map.of("tls-certificate", "/c.pem"), ENVIRONMENT, 2));
        assertThrows(
                UsageException.class,
                () -> ServerConfig.of(
                        Map.of(), Map.of("HOME", "/home/ana", "ORRERY_TRUSTED_PROXIES", "proxy.example"), 2));
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        Map<String, String> environment = Map.of("HOME", "/home/ana", "ORRERY_PORT", "9000", "ORRERY_HOST", "0.0.0.0");

        ServerConfig config = ServerConfig.of(Map.of("port", "9001"), environment, 8);

        assertEquals(9001, config.port());
        assertEquals("0.0.0.0", config.host());
        assertEquals(16, config.maxParallelAttempts());
    }

    @Test
    void slotsAreAsManyAsSaidElseByTheMemory() {
        assertEquals(
                3,
                ServerConfig.of(Map.of(), Map.of("HOME", "/home/ana", "ORRERY_WARM_SLOTS", "3"), 2)
                        .warmSlots());
        assertThrows(
                UsageException.class,
                () -> ServerConfig.of(Map.of(), Map.of("HOME", "/home/ana", "ORRERY_WARM_SLOTS", "-1"), 2));
        assertEquals(0, WarmSlots.byMemory(2L << 30));
        assertEquals(2, WarmSlots.byMemory(8L << 30));
        assertEquals(8, WarmSlots.byMemory(512L << 30));
    }

    @Test
    void aStoreIsABucketAndItsTextHoldsNoSecret() {
        Map<String, String> environment =
                Map.of("HOME", "/h", "ORRERY_STORAGE", "s3://b/p", "AWS_SECRET_ACCESS_KEY", "secret");

        assertEquals(
                "s3://b/p", ServerConfig.of(Map.of(), environment, 2).storage().toString());
        assertFalse(ServerConfig.of(Map.of(), environment, 2).toString().contains("secret"));
        assertThrows(UsageException.class, () -> StorageSetting.of(Map.of("ORRERY_STORAGE", "/var/objects")));
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertThrows(UsageException.class, () -> ServerConfig.of(Map.of("port", "eighty"), ENVIRONMENT, 2));
        assertThrows(UsageException.class, () -> ServerConfig.of(Map.of("port", "70000"), ENVIRONMENT, 2));
    }

    @Test
    void aPortThatIsTakenIsRefusedBeforeAnythingIsOpened() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerConfig config = ServerConfig.of(Map.of("port", "" + taken.getLocalPort()), ENVIRONMENT, 2);

            UsageException refused = assertThrows(UsageException.class, config::withPort);

            assertTrue(String.valueOf(refused.getMessage()).contains("--port"), refused::getMessage);
        }
    }

    @Test
    void noPortChosenIsAFreeOne() {
        assertTrue(
                ServerConfig.of(Map.of("port", "0"), ENVIRONMENT, 2).withPort().port() > 0);
    }
}
