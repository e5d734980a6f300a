package dev.orrery.dag;

import java.util.List;

/** What a task is for in its run. */
public sealed interface Role {
    /** What the dag is about. */
    record Work() implements Role {}

    /** Makes what other tasks need; where one of those runs again, it runs again, too. */
    record Setup() implements Role {}

    /**
     * Takes down what setups made: starts when all before it have ended, however, if one of its setups succeeded.
     *
     * @param setups the tasks whose work it takes down, which come before it; empty where it always starts
     * @param failsRun whether its failure fails the run after all
     */
    record Teardown(List<String> setups, boolean failsRun) implements Role {
        public Teardown {
            setups = List.copyOf(setups);
        }
    }
}
