package dev.orrery.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionsTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Suspicions.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    @Test
    void nobodyFillsTheLog() {
        Suspicions suspicions = new Suspicions();
        for (int i = 0; i < 10 * Suspicions.A_MINUTE; i++) {
            suspicions.note("192.0.2.1", "GET /..", "answered 404");
        }
        assertEquals(Suspicions.A_MINUTE, lines.size());
        assertEquals("Suspicious: 192.0.2.1 sent GET /.. (answered 404)", lines.getFirst());
    }

    @Test
    void aLineIsOneLine() {
        new Suspicions()
                .note("192.0.2.1", "GET /a\r\nSEVERE: all is lost\u001b[2J\u202e" + "x".repeat(10_000), "no request");
        assertEquals(1, lines.size());
        assertTrue(lines.getFirst().chars().allMatch(c -> c >= 0x20 && c <= 0x7e), lines::toString);
        assertTrue(lines.getFirst().length() < 300, lines::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hub/../etc",
                "/hub/%2E%2e/etc",
                "/api/v1/a%2Fb",
                "/a\\b",
                "/a%00",
                "/hub/a%0d%0ab",
                "/hub/%252e"
            })
    void pathsThatHideSomethingAreSuspicious(String path) {
        assertTrue(Suspicions.isSuspicious(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/hub/api/users/ana.b",
                "/assets/index-1.2.js",
                "/user/ana/files/a%2Fb",
                "/services/x/..",
                "/a%20b"
            })
    void othersAreNot(String path) {
        assertFalse(Suspicions.isSuspicious(path));
    }
}
