package dev.orrery.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one cell used.
 *
 * @param wall from the request to the end of its output
 * @param cpuSeconds user and system time of the kernel's process and its finished children; null where the system does not tell, or nobody asked
 * @param peakMemoryBytes the largest resident size of the kernel's process during the cell; null as above
 */
public record CellStats(
        Duration wall,
        @Nullable Double cpuSeconds,
        @Nullable Long peakMemoryBytes) {}
