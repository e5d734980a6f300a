package dev.orrery.scheduler;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.scheduler.Views.LogView;
import dev.orrery.storage.ObjectStorage;
import dev.orrery.storage.StorageException;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Serves what an attempt left in object storage. It is the user's, so a browser must never take it for a page of ours. */
final class AttemptFiles {
    private static final int MAX_LOG_PART = 256 * 1024;

    private final ObjectStorage storage;

    AttemptFiles(ObjectStorage storage) {
        this.storage = storage;
    }

    /** A part of the log, cut between two characters. */
    LogView log(AttemptRow attempt, long offset) {
        if (offset < 0) {
            throw Problem.badRequest("bad-query", "'offset' must not be negative.");
        }
        byte[] part;
        try {
            part = storage.get(attempt.folder() + "/log.txt", offset, MAX_LOG_PART)
                    .orElse(new byte[0]);
        } catch (StorageException e) {
            throw Problem.notFound("The attempt's log cannot be read: " + e.getMessage());
        }
        boolean ended = attempt.state().isTerminal();
        boolean mayGrow = part.length == MAX_LOG_PART || !ended;
        int length = mayGrow ? wholeCharacters(part) : part.length;
        String text = new String(part, 0, length, StandardCharsets.UTF_8);
        return new LogView(text, offset + length, ended && part.length < MAX_LOG_PART);
    }

    /** Sends the output notebook. */
    void notebook(Exchange exchange, AttemptRow attempt, boolean download) throws IOException {
        try (InputStream in = open(attempt)) {
            String name = attempt.run().dagId() + "-" + attempt.taskId() + "-" + attempt.number() + ".ipynb";
            exchange.response()
                    .header(HeaderNames.CONTENT_TYPE, "application/x-ipynb+json")
                    .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                    .header(HeaderNames.create("Content-Security-Policy"), "sandbox; default-src 'none'")
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .header(
                            HeaderNames.create("Content-Disposition"),
                            (download ? "attachment" : "inline") + "; filename=\""
                                    + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"");
            try (OutputStream out = exchange.response().outputStream()) {
                in.transferTo(out);
            }
        }
    }

    private InputStream open(AttemptRow attempt) {
        try {
            return storage.open(attempt.folder() + "/output.ipynb")
                    .orElseThrow(() -> Problem.notFound("The attempt has no output notebook yet."));
        } catch (StorageException e) {
            throw Problem.notFound("The attempt's output notebook cannot be read: " + e.getMessage());
        }
    }

    /** How many bytes there are up to the last character whose bytes are all there. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int value = bytes[bytes.length - back] & 0xff;
            if (value >= 0xc0) {
                int needed = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
            if (value < 0x80) {
                return bytes.length;
            }
        }
        return bytes.length;
    }
}
