package dev.orrery.scheduler;

import java.time.Instant;

/**
 * What lists show of a version of a dag; never changes.
 */
record ShownVersion(String dagId, long version, String commit, String runAs, Instant deployedAt, ShownDag shown) {

    static ShownVersion of(VersionRow row, ShownDag shown) {
        return new ShownVersion(row.dagId(), row.version(), row.commit(), row.runAs(), row.deployedAt(), shown);
    }
}
