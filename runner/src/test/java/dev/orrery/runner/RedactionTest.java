package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String URL = "postgresql://ana:p%40ss+word@db/sales";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("ORRERY_CONNECTION_DB", URL, "OTHER", "postgresql://ben:visible@db/sales");

    @Test
    void theUrlAndItsPasswordAreTakenOutHoweverTheyAreWritten() {
        Redaction redaction = Redaction.of(ENVIRONMENT);
        assertEquals("*** and *** and ***", redaction.whole(URL + " and p%40ss+word and p@ss+word"));
        assertEquals("ana at db, visible", redaction.whole("ana at db, visible"));
    }

    @Test
    void aSecretInTheQueryIsTakenOut() {
        Redaction redaction = Redaction.of(Map.of("ORRERY_CONNECTION_A", "sqlite:///a?mode=ro&api_token=geheim%zz"));
        assertEquals("mode=ro ***", redaction.whole("mode=ro geheim%zz"));
    }

    @Test
    void aSecretInPiecesIsFoundToo() {
        for (int cut = 1; cut < URL.length(); cut++) {
            Redaction redaction = Redaction.of(ENVIRONMENT);
            String shown = redaction.next("a " + URL.substring(0, cut))
                    + redaction.next(URL.substring(cut) + " b")
                    + redaction.rest();
            // The password alone is taken out where the URL's end has not come yet.
            assertEquals(cut < 28 ? "a *** b" : "a postgresql://ana:***@db/sales b", shown, "cut at " + cut);
        }
    }

    @Test
    void shortPasswordsAndUrlsWithoutOneAreLeft() {
        Redaction redaction = Redaction.of(Map.of("ORRERY_CONNECTION_A", "sqlite:////tmp/a.db"));
        assertEquals("sqlite:////tmp/a.db", redaction.whole("sqlite:////tmp/a.db"));
        assertEquals(
                "abc",
                Redaction.of(Map.of("ORRERY_CONNECTION_A", "x://u:abc@h")).whole("abc"));
    }

    @Test
    void aLogHoldsNoSecret() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AttemptLog log = new AttemptLog(new PrintStream(out, true, StandardCharsets.UTF_8), InstantSource.system());
        log.redact(Redaction.of(ENVIRONMENT));
        log.printed("connecting to postgresql://ana:p%40");
        log.printed("ss+word@db/sales\nwith p@ss+w");
        log.line("ended: p@ss+word");
        String text = out.toString(StandardCharsets.UTF_8);
        assertFalse(text.contains("ss+word"), text);
        assertEquals(true, text.startsWith("connecting to ***\nwith p@ss+w\n[orrery] "), text);
    }
}
