package dev.orrery.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PostgresDatabaseTest extends DatabaseContract {
    @Override
    String newUrl() {
        return TestingPostgres.newDatabase();
    }

    @Test
    @Timeout(60)
    void whatLetsNobodyInIsToldAtOnce() {
        String url = TestingPostgres.newDatabase().replaceFirst("(jdbc:postgresql://[^/]+/)\\w+", "$1nowhere");
        String message = assertThrows(UnusableDatabaseException.class, () -> Database.open(url))
                .getMessage();
        assertTrue(message.contains("\"nowhere\" does not exist"), message);
    }

    /** As it is while PostgreSQL comes up: what connects is cut off. */
    @Test
    @Timeout(60)
    void whatDoesNotAnswerYetIsWaitedFor() throws IOException {
        String url = TestingPostgres.newDatabase();
        URI real = URI.create(url.substring("jdbc:".length()));
        try (ServerSocket gate = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(gate, real, 2));
            String late = url.replace(
                    real.getHost() + ":" + real.getPort(),
                    gate.getInetAddress().getHostAddress() + ":" + gate.getLocalPort());
            try (Database database = Database.open(late)) {
                assertEquals(
                        1L,
                        database.read(tx -> tx.first("SELECT 1 AS one", row -> row.number("one")))
                                .orElseThrow());
            }
        }
    }

    private static void serve(ServerSocket gate, URI real, int turnedAway) {
        try {
            for (int i = 0; i < turnedAway; i++) {
                gate.accept().close();
            }
            while (true) {
                Socket client = gate.accept();
                Socket server = new Socket(real.getHost(), real.getPort());
                pipe(client, server);
                pipe(server, client);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void pipe(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // Either end is gone.
            }
        });
    }
}
