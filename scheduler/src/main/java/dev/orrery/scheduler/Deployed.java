package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag's version in force after a deployment.
 *
 * @param changed false where the very same version was in force already
 * @param nextRunAt null where its timetable gives no run any more, or while it is paused
 */
public record Deployed(
        String dagId,
        String commit,
        boolean changed,
        @Nullable Instant nextRunAt) {}
