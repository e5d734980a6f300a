package dev.orrery.scheduler;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One deployed version of a dag; never changes.
 *
 * @param version from 1, in the order of deployment
 * @param runAs the user whose rights its runs have
 * @param files paths of the dag's folder
 * @param shown null where it was deployed by a program that did not keep it
 */
record VersionRow(
        String dagId,
        long version,
        String yaml,
        String commit,
        String runAs,
        List<String> files,
        Instant deployedAt,
        @Nullable ShownDag shown) {
    VersionRow {
        files = List.copyOf(files);
    }
}
