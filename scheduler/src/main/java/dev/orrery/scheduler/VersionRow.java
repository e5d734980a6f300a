package dev.orrery.scheduler;

import java.time.Instant;
import java.util.List;

/**
 * One deployed version of a dag; never changes.
 *
 * @param version from 1, in the order of deployment
 * @param runAs the user whose rights its runs have
 * @param files paths of the dag's folder
 */
record VersionRow(
        String dagId, long version, String yaml, String commit, String runAs, List<String> files, Instant deployedAt) {
    VersionRow {
        files = List.copyOf(files);
    }
}
