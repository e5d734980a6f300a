package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.storage.DirectoryStorage;

/** What the scheduler works with; each is another module's. */
public record Surroundings(
        Launcher launcher,
        DirectoryStorage storage,
        EnvironmentSource environments,
        DagSource dags,
        Accounts accounts,
        AttemptTokens tokens) {}
