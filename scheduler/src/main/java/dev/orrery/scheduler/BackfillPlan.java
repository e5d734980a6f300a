package dev.orrery.scheduler;

import dev.orrery.dag.DagSchedule;
import dev.orrery.dag.schedule.Bounds;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a backfill does about each logical date. Pure. */
final class BackfillPlan {
    /** How many logical dates one backfill may have. */
    static final int MOST = 10_000;

    private static final String SCHEDULED = "scheduled__";

    private BackfillPlan() {}

    /** A run that exists. */
    record Existing(String runId, RunState state) {}

    /** The intervals whose logical date lies from {@code from} to {@code to}, both included, as far as they are due. */
    static List<DataInterval> intervals(DagSchedule schedule, Instant from, Instant to, Instant now) {
        if (schedule.timetable() instanceof Timetable.Continuous
                || schedule.timetable() instanceof Timetable.Unscheduled) {
            throw invalid("The dag has no schedule of times, so it has no past to fill: run it by hand instead.");
        }
        if (to.isBefore(from)) {
            throw invalid("The last logical date is before the first one.");
        }
        Bounds bounds = new Bounds(from, to, true);
        List<DataInterval> intervals = new ArrayList<>();
        Optional<DataInterval> next = schedule.timetable().next(null, bounds, now);
        while (next.isPresent() && next.get().isDue(now)) {
            if (intervals.size() == MOST) {
                throw invalid("These are more than " + MOST + " runs: choose a shorter stretch.");
            }
            intervals.add(next.get());
            next = schedule.timetable().next(next.get(), bounds, now);
        }
        return intervals;
    }

    /** @param existing the runs that are there, by their logical date */
    static List<BackfillItem> items(
            DagSchedule schedule,
            List<DataInterval> intervals,
            Map<Instant, Existing> existing,
            Backfill.Existing policy,
            boolean newestFirst,
            Instant now) {
        List<BackfillItem> items = new ArrayList<>();
        for (DataInterval interval : newestFirst ? intervals.reversed() : intervals) {
            items.add(item(schedule, interval, existing.get(interval.logicalDate()), policy, now));
        }
        return items;
    }

    private static BackfillItem item(
            DagSchedule schedule,
            DataInterval interval,
            @Nullable Existing run,
            Backfill.Existing policy,
            Instant now) {
        if (run == null) {
            String scheduled = schedule.runId(interval, now).value();
            return new BackfillItem(
                    interval, "backfill__" + scheduled.substring(SCHEDULED.length()), Backfill.Action.CREATE, null);
        }
        boolean again = run.state().isTerminal()
                && switch (policy) {
                    case NONE -> false;
                    case FAILED -> run.state() != RunState.SUCCESS;
                    case ALL -> true;
                };
        String reason = run.state().isTerminal()
                ? "its run exists: " + run.state().text()
                : "its run is under way: " + run.state().text();
        return new BackfillItem(interval, run.runId(), again ? Backfill.Action.RERUN : Backfill.Action.SKIP, reason);
    }

    static SchedulerException invalid(String message) {
        return new SchedulerException(SchedulerException.Code.INVALID, message);
    }
}
