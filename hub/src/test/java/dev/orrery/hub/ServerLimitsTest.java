package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orrery.launch.Resources;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
    private static final long MACHINE = 10L << 30;

    @Test
    void withoutAWordAServerCannotTakeTheWholeMachine() {
        AtomicInteger asked = new AtomicInteger();
        var limits = ServerLimits.of(null, "", () -> {
            asked.incrementAndGet();
            return MACHINE;
        });
        assertEquals(0, asked.get());
        assertEquals(new Resources(9L << 30, null, 4096), limits.get());
        assertEquals(limits.get(), limits.get());
        assertEquals(1, asked.get());
    }

    @Test
    void whatIsConfiguredHoldsUnlessAProfileSaysOtherwise() {
        Resources configured = ServerLimits.of("4G", "1.5", () -> MACHINE).get();
        assertEquals(new Resources(4L << 30, 1.5, 4096), configured);
        ServerSpec large = new ServerSpec(8L << 30, null, null, java.util.Map.of(), null);
        assertEquals(new Resources(8L << 30, 1.5, 4096), large.resources(configured));
    }

    @Test
    void whatIsNoSizeIsRefusedAtOnce() {
        assertThrows(HubException.class, () -> ServerLimits.of("much", null, () -> MACHINE));
        assertThrows(HubException.class, () -> ServerLimits.of(null, "-1", () -> MACHINE));
    }
}
