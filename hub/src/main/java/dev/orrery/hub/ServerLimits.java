package dev.orrery.hub;

import dev.orrery.launch.Resources;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a user server may use where its profile does not say: so much that nobody notices, and so little that a loop which
 * allocates or forks for ever ends that server and not the machine.
 */
public final class ServerLimits {
    /** Processes and threads. A kernel with numerical libraries has a thread or two for each core. */
    private static final int PROCESSES = 4096;

    private static final double SHARE_OF_MACHINE = 0.9;

    private ServerLimits() {}

    /** Bytes, from a text such as {@code 10G}; null where there is none. {@link HubException} where it is no size. */
    public static @Nullable Long bytes(@Nullable String size) {
        return size == null || size.isEmpty() ? null : (Long) ProfilesFile.bytes(size);
    }

    /**
     * @param memory such as {@code 4G}; null: nine tenths of the machine's
     * @param cpus such as {@code 2}; null: no limit
     * @param machine the machine's memory in bytes; asked once, late
     * @throws HubException where one of the two is no size
     */
    public static Supplier<Resources> of(@Nullable String memory, @Nullable String cpus, LongSupplier machine) {
        Double cores = cpus == null || cpus.isEmpty() ? null : (Double) ProfilesFile.cpus(cpus);
        if (memory != null && !memory.isEmpty()) {
            Resources chosen = new Resources(ProfilesFile.bytes(memory), cores, PROCESSES);
            return () -> chosen;
        }
        return new Supplier<>() {
            private volatile @Nullable Resources known;

            @Override
            public Resources get() {
                Resources now = known;
                if (now == null) {
                    now = new Resources((long) (SHARE_OF_MACHINE * machine.getAsLong()), cores, PROCESSES);
                    known = now;
                }
                return now;
            }
        };
    }
}
