package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Resources;
import dev.orrery.scheduler.SlotPolicy.Kept;
import dev.orrery.scheduler.SlotPolicy.Plan;
import dev.orrery.scheduler.SlotPolicy.Want;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
    private static final SlotKey ANA = key("ana", "d1");
    private static final SlotKey BEN = key("ben", "d1");

    private static SlotKey key(String user, String digest) {
        return new SlotKey(
                new Account(user, 20_001),
                new Environment("default", digest, Path.of("/env"), List.of()),
                Resources.unlimited());
    }

    private static Plan plan(Instant now, List<Want> wants, List<Kept> kept) {
        return SlotPolicy.plan(now, wants, kept, 4);
    }

    @Test
    void nothingIsKeptWithoutAReason() {
        assertEquals(new Plan(List.of(), List.of(), null), plan(NOW, List.of(), List.of()));
        Plan idle = plan(
                NOW.plus(SlotPolicy.KEEP),
                List.of(Want.afterUse(ANA, NOW)),
                List.of(new Kept("slot-1", ANA, NOW.plusSeconds(1))));
        assertEquals(List.of("slot-1"), idle.stop());
        assertEquals(List.of(), idle.start());
    }

    @Test
    void afterAUseOneIsMadeReadyAfterAPauseAndKept() {
        List<Want> used = List.of(Want.afterUse(ANA, NOW));
        assertEquals(new Plan(List.of(), List.of(), NOW.plus(SlotPolicy.REST)), plan(NOW, used, List.of()));
        Instant rested = NOW.plus(SlotPolicy.REST);
        assertEquals(new Plan(List.of(), List.of(ANA), NOW.plus(SlotPolicy.KEEP)), plan(rested, used, List.of()));
        assertEquals(
                new Plan(List.of(), List.of(), NOW.plus(SlotPolicy.KEEP)),
                plan(rested, used, List.of(new Kept("slot-1", ANA, rested))));
    }

    @Test
    void beforeARunOfATimetableThereAreAsManyAsItHasFirstTasks() {
        Instant due = NOW.plus(Duration.ofMinutes(3));
        List<Want> wants = List.of(Want.beforeRun(ANA, 3, due));
        assertEquals(new Plan(List.of(), List.of(), due.minus(SlotPolicy.LEAD)), plan(NOW, wants, List.of()));
        assertEquals(
                List.of(ANA, ANA),
                plan(due.minus(SlotPolicy.LEAD), wants, List.of(new Kept("slot-1", ANA, NOW)))
                        .start());
        assertEquals(
                List.of("slot-1"),
                plan(due.plus(SlotPolicy.LEAD), wants, List.of(new Kept("slot-1", ANA, NOW)))
                        .stop());
    }

    @Test
    void thereAreNeverMoreThanTheMostAndWhoIsWantedLongestComesFirst() {
        List<Want> wants = List.of(Want.beforeRun(ANA, 3, NOW), Want.afterUse(BEN, NOW.minusSeconds(5)));
        assertEquals(
                List.of(BEN, ANA), SlotPolicy.plan(NOW, wants, List.of(), 2).start());
        assertEquals(List.of(), SlotPolicy.plan(NOW, wants, List.of(), 0).start());
        assertEquals(
                List.of("slot-1"),
                SlotPolicy.plan(NOW, wants, List.of(new Kept("slot-1", ANA, NOW)), 1)
                        .stop());
    }

    @Test
    void anOldSlotIsReplaced() {
        List<Want> used = List.of(Want.afterUse(ANA, NOW.minusSeconds(60)));
        Kept old = new Kept("slot-1", ANA, NOW.minus(SlotPolicy.OLD));
        Plan plan = plan(NOW, used, List.of(old));
        assertEquals(List.of("slot-1"), plan.stop());
        assertEquals(List.of(ANA), plan.start());
        Plan before = plan(NOW, used, List.of(new Kept("slot-1", ANA, NOW.minus(SlotPolicy.OLD.minusSeconds(9)))));
        assertEquals(new Plan(List.of(), List.of(), NOW.plusSeconds(9)), before);
    }

    @Test
    void aSlotOfAnotherEnvironmentOrAccountIsOfNoUse() {
        SlotKey built = key("ana", "d2");
        Plan plan =
                plan(NOW, List.of(Want.afterUse(built, NOW.minusSeconds(60))), List.of(new Kept("slot-1", ANA, NOW)));
        assertEquals(List.of("slot-1"), plan.stop());
        assertEquals(List.of(built), plan.start());
        assertNull(plan(NOW, List.of(), List.of()).next());
    }
}
