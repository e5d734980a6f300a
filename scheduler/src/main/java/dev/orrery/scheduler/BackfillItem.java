package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import org.jspecify.annotations.Nullable;

/**
 * One logical date of a backfill.
 *
 * @param runId of the run that is there, or will be made
 * @param reason why it is skipped or run again; null for one that is made
 */
record BackfillItem(
        DataInterval interval,
        String runId,
        Backfill.Action action,
        @Nullable String reason) {}
