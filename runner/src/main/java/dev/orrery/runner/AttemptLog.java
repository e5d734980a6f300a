package dev.orrery.runner;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** An attempt's log: what the cells print, as it is, and the runner's own lines, which begin with {@code [orrery]}. */
final class AttemptLog {
    /** What cells may print; a cell that prints for ever must not fill the disk. The runner's own lines are always written. */
    private static final long MAX_PRINTED_BYTES = 256L << 20;

    private final PrintStream out;
    private final InstantSource clock;
    private long printed;
    private boolean atLineStart = true;
    private Redaction redaction = Redaction.NONE;

    AttemptLog(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** From now on what is written is without these secrets. */
    synchronized void redact(Redaction secrets) {
        redaction = secrets;
    }

    synchronized void line(String text) {
        show(redaction.rest());
        String line = (atLineStart ? "" : "\n") + "[orrery] " + clock.instant().truncatedTo(ChronoUnit.MILLIS) + " "
                + redaction.whole(text) + "\n";
        write(line.getBytes(StandardCharsets.UTF_8));
        atLineStart = true;
    }

    synchronized void printed(String text) {
        show(redaction.next(text));
    }

    private void show(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || printed > MAX_PRINTED_BYTES) {
            return;
        }
        printed += bytes.length;
        write(bytes);
        atLineStart = bytes[bytes.length - 1] == '\n';
        if (printed > MAX_PRINTED_BYTES) {
            line("log cut here: the cells printed more than " + MAX_PRINTED_BYTES + " bytes");
        }
    }

    private void write(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
