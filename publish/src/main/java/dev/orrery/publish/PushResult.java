package dev.orrery.publish;

import dev.orrery.dag.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a push ended. */
public sealed interface PushResult {

    /**
     * Committed and deployed.
     *
     * @param commit the commit that is deployed
     * @param changed false where the very same files were deployed already
     * @param nextRunAt null where no run is due
     * @param warnings what is not wrong, but hardly meant
     */
    record Deployed(
            String dagId,
            String commit,
            boolean changed,
            @Nullable Instant nextRunAt,
            List<Finding> warnings) implements PushResult {
        public Deployed {
            warnings = List.copyOf(warnings);
        }
    }

    /** Nothing was changed: at least one of the problems is an error. */
    record Refused(@Nullable String dagId, List<Finding> problems) implements PushResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
