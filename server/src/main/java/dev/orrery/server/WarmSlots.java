package dev.orrery.server;

import com.sun.management.OperatingSystemMXBean;
import dev.orrery.scheduler.SlotConfig;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;

/** How many runners may wait for attempts: as configured, else as many as a small part of the machine's memory holds. */
final class WarmSlots {
    /** A slot takes some 80 MB: all together stay below a twentieth of the memory. */
    private static final long MEMORY_FOR_ONE = 3L << 30;

    private static final int MOST = 8;

    private WarmSlots() {}

    static SlotConfig of(ServerConfig config, RunnerProgram runner) {
        Integer configured = config.warmSlots();
        IntSupplier most = configured == null ? () -> byMemory(memory()) : () -> configured;
        return new SlotConfig(most, runner.command("slot"));
    }

    static int byMemory(long bytes) {
        return Math.toIntExact(Math.clamp(bytes / MEMORY_FOR_ONE, 0, MOST));
    }

    /** The machine's in bytes, the container's where there is one. Asked for late: the bean takes its time to load. */
    static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
