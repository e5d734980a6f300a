package dev.orrery.server;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The log: one line an event on standard error, with what libraries tell of themselves left out. */
final class Logging {
    // A logger that nobody holds is collected, and its level with it.
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("io.helidon"),
            Logger.getLogger("com.zaxxer.hikari"),
            Logger.getLogger("org.eclipse.jgit"));

    private Logging() {}

    static void set() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
