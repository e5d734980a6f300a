package dev.orrery.dag.schedule;

import dev.orrery.dag.DagException;

/** A schedule that cannot be read, or that never comes. */
public final class ScheduleException extends DagException {
    private static final long serialVersionUID = 1L;

    ScheduleException(String message, String remedy) {
        super(message, remedy);
    }
}
