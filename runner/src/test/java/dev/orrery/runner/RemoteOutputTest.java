package dev.orrery.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemoteOutputTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final TestingPlace place = new TestingPlace();

    /** Fails as it is told, else keeps what it gets. */
    private static final class TestingPlace implements RemotePlace {
        private Failure failure;
        private int tries;
        private final List<String> written = new ArrayList<>();

        @Override
        public byte[] read(String url) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkWritable(String url) {}

        @Override
        public void write(String url, byte[] content) throws Failure {
            tries++;
            if (failure != null) {
                throw failure;
            }
            written.add(new String(content, UTF_8));
        }
    }

    @Test
    void anOutageIsToldOnceAndWhatWasNotSavedIsOnThisMachineMeanwhile() throws IOException {
        RemoteOutput output = output(Duration.ZERO);
        save(output, "1");
        place.failure = new RemotePlace.Failure("It is away.", true);
        save(output, "2");
        save(output, "3");
        Path spool = spool();
        assertEquals("3", Files.readString(spool));
        assertEquals(1, said.toString(UTF_8).split("Warning: It is away.", -1).length - 1);

        place.failure = null;
        save(output, "4");
        assertTrue(said.toString(UTF_8).contains("s3://b/out.ipynb is back."));
        output.write("5".getBytes(UTF_8));

        assertEquals(List.of("1", "4", "5"), place.written);
        assertFalse(Files.exists(spool.getParent()));
    }

    @Test
    void aRefusalOfTheFirstSaveEndsTheRunAndOneLaterDoesNot() throws IOException {
        place.failure = new RemotePlace.Failure("You may not.", false);
        RunException refusal = assertThrows(RunException.class, () -> save(output(Duration.ZERO), "1"));
        assertEquals("You may not.", refusal.getMessage());

        place.failure = null;
        RemoteOutput output = output(Duration.ofHours(1));
        save(output, "1");
        place.failure = new RemotePlace.Failure("You may not any more.", false);
        save(output, "2");
        int before = place.tries;
        RunException last = assertThrows(RunException.class, () -> output.write("3".getBytes(UTF_8)));
        assertEquals(before + 1, place.tries, "a refusal is not waited for");
        Path spool = spool();
        assertEquals(
                "You may not any more. The notebook is kept in " + spool + ": copy it from there.", last.getMessage());
        assertEquals("3", Files.readString(spool));
        Files.delete(spool);
        Files.delete(spool.getParent());
    }

    @Test
    void anInterruptEndsTheWaitingAndLeavesTheNotebook() throws IOException {
        place.failure = new RemotePlace.Failure("It is away.", true);
        Thread.currentThread().interrupt();
        assertThrows(RunException.class, () -> output(Duration.ofHours(1)).write("1".getBytes(UTF_8)));
        assertTrue(Thread.interrupted());
        Path spool = spool();
        assertEquals("1", Files.readString(spool));
        Files.delete(spool);
        Files.delete(spool.getParent());
    }

    private RemoteOutput output(Duration limit) {
        return new RemoteOutput(place, "s3://b/out.ipynb", new Patience(limit, new PrintStream(said, true, UTF_8)));
    }

    /** Saves once it is time. */
    private void save(RemoteOutput output, String content) {
        int before = place.tries;
        while (place.tries == before) {
            output.save(() -> content.getBytes(UTF_8));
        }
    }

    private Path spool() {
        Matcher matcher = Pattern.compile("kept in (\\S+\\.ipynb)").matcher(said.toString(UTF_8));
        assertTrue(matcher.find(), said.toString(UTF_8));
        return Path.of(matcher.group(1));
    }
}
