package dev.orrery.scheduler;

/** Which run of which dag. */
record RunKey(String dagId, String runId) {
    @Override
    public String toString() {
        return dagId + "/" + runId;
    }
}
