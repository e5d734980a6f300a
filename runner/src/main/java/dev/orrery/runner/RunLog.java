package dev.orrery.runner;

import java.io.PrintStream;
import java.util.Arrays;

/** Messages to the terminal, as Python's logging with papermill's format: the bare message, to standard error. */
final class RunLog {
    /** Python's levels. */
    enum Level {
        NOTSET,
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL;

        static Level named(String name) {
            for (Level level : values()) {
                if (level.name().equals(name)) {
                    return level;
                }
            }
            throw RunException.usage("Invalid value for '--log-level': '" + name + "' is not one of "
                    + String.join(
                            ", ",
                            Arrays.stream(values())
                                    .map(level -> "'" + level + "'")
                                    .toList()) + ".");
        }
    }

    private final PrintStream out;
    private final Level threshold;

    RunLog(PrintStream out, Level threshold) {
        this.out = out;
        this.threshold = threshold;
    }

    void log(Level level, String message) {
        if (level.compareTo(threshold) >= 0) {
            out.println(message);
            out.flush();
        }
    }

    void info(String message) {
        log(Level.INFO, message);
    }

    void error(String message) {
        log(Level.ERROR, message);
    }

    void warn(String message) {
        log(Level.WARNING, message);
    }
}
