package dev.orrery.publish;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag as it is deployed.
 *
 * @param nextRunAt when the next scheduled run comes; null where none does, or the dag is paused
 */
public record DeployedDag(@Nullable Instant nextRunAt) {}
