package dev.orrery.scheduler;

import java.nio.file.Path;

/** Where the files of a deployed dag come from. */
@FunctionalInterface
public interface DagSource {
    /** Writes the dag's folder as it was at a commit into an empty folder. What it throws fails the attempt with its message. */
    void checkout(String commit, String dagId, Path into);
}
