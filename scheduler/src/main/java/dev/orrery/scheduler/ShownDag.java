package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.DataNames;
import dev.orrery.dag.schedule.Timetable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lists show of a dag's version.
 *
 * @param schedule as it stands in dag.yml
 * @param scheduleText in words
 */
record ShownDag(
        @Nullable String description,
        String owner,
        List<String> tags,
        @Nullable String schedule,
        String scheduleText,
        String timezone) {
    ShownDag {
        tags = List.copyOf(tags);
    }

    static ShownDag of(DagSpec spec) {
        return new ShownDag(
                spec.description(),
                spec.owner(),
                spec.tags(),
                spec.schedule().text(),
                describe(spec),
                spec.schedule().zone().getId());
    }

    private static String describe(DagSpec spec) {
        String times = spec.schedule().describe();
        DataNames data = spec.data();
        if (data.consumes().isEmpty()) {
            return times;
        }
        String made = "when " + String.join(data.any() ? " or " : " and ", data.consumes())
                + (data.any() || data.consumes().size() == 1 ? " is" : " are") + " made anew";
        return spec.schedule().timetable() instanceof Timetable.Unscheduled ? made : times + ", and " + made;
    }

    /** Of a version that this program cannot read. */
    static ShownDag unreadable(String runAs) {
        return new ShownDag("Its dag.yml cannot be read any more: push it again.", runAs, List.of(), null, "", "UTC");
    }
}
