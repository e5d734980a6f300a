package dev.orrery.dag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link DagFile#parse} found: a dag, or what keeps it from being one. */
public sealed interface ParsedDag {
    /** What was found, in the order of the lines. */
    List<Finding> findings();

    /** A dag; the findings are warnings. */
    record Valid(DagSpec dag, List<Finding> findings) implements ParsedDag {
        public Valid {
            findings = List.copyOf(findings);
        }
    }

    /** No dag; at least one finding is an error. The id is there where it could be read. */
    record Invalid(@Nullable String dagId, List<Finding> findings) implements ParsedDag {
        public Invalid {
            findings = List.copyOf(findings);
        }
    }
}
