package dev.orrery.runner;

import dev.orrery.notebook.Cell;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A bar on the terminal that says how many cells are done. */
final class RunProgress {
    private static final String LABEL = "papermill_description=";
    private static final int WIDTH = 20;

    private final PrintStream out;
    private final boolean shown;
    private final InstantSource clock;
    private Instant start = Instant.EPOCH;
    private String label = "Executing";
    private int total;
    private int done;

    RunProgress(PrintStream out, boolean shown, InstantSource clock) {
        this.out = out;
        this.shown = shown;
        this.clock = clock;
    }

    boolean isShown() {
        return shown;
    }

    void start(int cells) {
        total = cells;
        start = clock.instant();
        draw();
    }

    /** A cell begins; its source may name the label. */
    void cell(Cell cell) {
        if (!shown) {
            return;
        }
        String source = cell.source();
        int at = source.indexOf(LABEL);
        if (at >= 0) {
            int end = at + LABEL.length();
            while (end < source.length() && isWord(source.charAt(end))) {
                end++;
            }
            label = "Executing " + source.substring(at + LABEL.length(), end);
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    void done() {
        done++;
        draw();
    }

    void end() {
        if (shown) {
            out.println();
        }
    }

    private void draw() {
        if (!shown) {
            return;
        }
        int share = total == 0 ? 100 : done * 100 / total;
        int filled = share * WIDTH / 100;
        Duration taken = Duration.between(start, clock.instant());
        out.print("\r" + label + ": " + " ".repeat(3 - String.valueOf(share).length()) + share + "%|"
                + "█".repeat(filled)
                + " ".repeat(WIDTH - filled) + "| " + done + "/" + total + " [" + twoDigits(taken.toMinutes()) + ":"
                + twoDigits(taken.toSecondsPart()) + "]");
        out.flush();
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
