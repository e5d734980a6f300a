package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.storage.WorkingStorage;

/** What the scheduler works with; each is another module's. */
public record Surroundings(
        Launcher launcher,
        WorkingStorage storage,
        EnvironmentSource environments,
        DagSource dags,
        Accounts accounts,
        AttemptTokens tokens,
        ValueCheck values) {}
