package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who knows which values a dag's code can be given. */
@FunctionalInterface
public interface ValueCheck {
    /** What is wrong with values for a run of a dag's version, a sentence each; empty for nothing. */
    List<String> problems(DagSpec dag, String commit, Map<String, @Nullable Object> values);
}
