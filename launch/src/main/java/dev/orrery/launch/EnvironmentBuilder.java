package dev.orrery.launch;

import java.nio.file.Path;
import java.util.List;

/** Fills an empty folder with an environment. */
interface EnvironmentBuilder {
    /**
     * Blocks until it is built.
     *
     * @param draft to be made; renamed when all is well, so that nothing inside may hold its path
     * @return what a sandbox must show beside the environment itself
     * @throws LaunchException why not, and what to do
     */
    List<Path> build(EnvironmentSource source, Path draft, Progress progress);

    /** How far it is. */
    interface Progress {
        /** @param step in words; packages done, of how many (0: not known) */
        void at(String step, int done, int total);
    }
}
