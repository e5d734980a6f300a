package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link DagChecker} says of a folder. */
public sealed interface Check {

    /** In the order of files and lines. */
    List<Finding> findings();

    /** The dag's id, where it could be read. */
    @Nullable
    String dagId();

    /**
     * A dag that can be deployed.
     *
     * @param yaml the text of dag.yml
     * @param findings warnings only
     */
    record Sound(DagSpec dag, String yaml, List<Finding> findings) implements Check {
        public Sound {
            findings = List.copyOf(findings);
        }

        @Override
        public String dagId() {
            return dag.dagId();
        }
    }

    /** A folder that cannot be deployed: at least one finding is an error. */
    record Unsound(@Nullable String dagId, List<Finding> findings) implements Check {
        public Unsound {
            findings = List.copyOf(findings);
        }
    }
}
