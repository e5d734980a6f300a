package dev.orrery.runner;

import org.jspecify.annotations.Nullable;

/** Stops the thread that executes a notebook, from any other thread, for the first reason given; only while it executes. */
final class Cancellation {
    /** Why an execution was stopped. */
    enum Reason {
        /** The server, thus a person, asked for it. */
        ASKED,
        /** The process was told to end (SIGTERM). */
        TERMINATED,
        /** The attempt's time was over. */
        TIMEOUT
    }

    private @Nullable Reason reason;
    private @Nullable Thread executing;

    synchronized void cancel(Reason why) {
        if (reason == null) {
            reason = why;
            if (executing != null) {
                executing.interrupt();
            }
        }
    }

    /** From here on the current thread is interrupted when it is to stop. */
    synchronized void begin() {
        executing = Thread.currentThread();
        if (reason != null) {
            executing.interrupt();
        }
    }

    /** From here on it is not. */
    synchronized void end() {
        executing = null;
        // An interrupt that came too late must not hit what follows: writing the result.
        var _ = Thread.interrupted();
    }

    synchronized @Nullable Reason reason() {
        return reason;
    }
}
