package dev.orrery.scheduler;

/** Whether a task of a run has instances, or is one. */
sealed interface Mapping {
    /** Neither. */
    record One() implements Mapping {}

    /**
     * It has, once its items are known. Its state follows from theirs, and it has no attempts but one that failed to tell them.
     *
     * @param maxParallel how many of them may have an attempt at a time, from 1
     */
    record Each(int maxParallel) implements Mapping {}

    /** It is one. Nothing is before it but its task's telling of the items. */
    record Instance(String of, int index) implements Mapping {}

    Mapping ONE = new One();
}
