package dev.orrery.scheduler;

import java.util.List;
import java.util.function.IntSupplier;

/**
 * Processes that are started before there is an attempt for them.
 *
 * @param most at one time over all accounts, asked for when the first one is wanted; 0 for none
 * @param command of a runner that waits: as the runner's, but {@code slot} in place of {@code attempt}
 */
public record SlotConfig(IntSupplier most, List<String> command) {
    public SlotConfig {
        command = List.copyOf(command);
    }

    /** Every attempt gets a process of its own when it is launched. */
    public static SlotConfig none() {
        return new SlotConfig(() -> 0, List.of());
    }
}
