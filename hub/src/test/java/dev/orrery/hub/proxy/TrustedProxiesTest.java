package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orrery.http.ClientLimits;
import dev.orrery.http.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server is told of where a request came from. */
@Timeout(30)
class TrustedProxiesTest {
    private static final String TOLD = "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 1\r\nForwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1            | 1.2.3.4, 127.0.0.1 | https | evil.example",
                "10.0.0.0/8,127.0.0.0/8 | 1.2.3.4, 127.0.0.1 | https | evil.example",
                "10.0.0.0/8           | 127.0.0.1          | http  | orrery.example",
                "::1                  | 127.0.0.1          | http  | orrery.example",
                "''                   | 127.0.0.1          | http  | orrery.example"
            })
    void aProxysWordCountsWhereItIsTrusted(String trusted, String from, String scheme, String host) throws Exception {
        try (TestingBackend backend = new TestingBackend();
                TestingProxy proxy = new TestingProxy(
                        () -> new Target.Ready(backend.port()),
                        ClientLimits.defaults(),
                        TrustedProxies.of(trusted),
                        null)) {
            backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
            String answer = proxy.raw(
                    "GET /user/ana/x HTTP/1.1\r\nHost: orrery.example\r\nConnection: close\r\n" + TOLD + "\r\n");
            List<String> lines = answer.lines().toList();
            assertEquals(List.of("X-Forwarded-For: " + from), only(lines, "X-Forwarded-For"));
            assertEquals(List.of("X-Forwarded-Proto: " + scheme), only(lines, "X-Forwarded-Proto"));
            assertEquals(List.of("X-Forwarded-Host: " + host), only(lines, "X-Forwarded-Host"));
            assertEquals(scheme.equals("https"), !only(lines, "Forwarded").isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8/8"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(text));
    }

    private static List<String> only(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name + ": ")).toList();
    }
}
