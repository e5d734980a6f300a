package dev.orrery.identity.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseException;
import dev.orrery.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log promises, whichever database is below. */
abstract class AuditLogContract {
    private static final AuditActor ANA = new AuditActor("user", "ana");
    private static final AuditActor BOB = new AuditActor("token", "bob");

    private Instant now = Instant.now();
    private Database database;
    private Identity identity;
    private AuditLog log;

    abstract Database open();

    @BeforeEach
    void begin() {
        database = open();
        identity = Identity.open(database, () -> now);
        log = new AuditLog(database, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aChangeAndItsEntryAreCommittedTogether() {
        log.doing(ANA, "add user", "eva", () -> identity.addUser("eva", false));

        assertThrows(
                IllegalStateException.class,
                () -> log.doing(
                        ANA,
                        "add user",
                        "ida",
                        () -> database.transaction(tx -> {
                            tx.update("UPDATE identity_user SET admin = 1 WHERE name = ?", "eva");
                            throw new IllegalStateException("it breaks off");
                        })));

        assertEquals(List.of("eva"), objects(all()));
        assertFalse(identity.user("eva").orElseThrow().admin());
        assertEquals("user", all().getFirst().actorKind());
    }

    @Test
    void whatChangedNoRowHasAnEntryToo() {
        log.doing(AuditActor.PLATFORM, "stop server", "eva", () -> true);

        assertEquals(List.of("eva"), objects(all()));
    }

    @Test
    void isSearchedByEachOfItsMembersAndPagedNewestFirst() {
        log.doing(ANA, "login", "ana", () -> true);
        pass(Duration.ofHours(1));
        log.doing(BOB, "DELETE /hub/api/users/{name}/server", "eva/gpu_1", () -> true);
        pass(Duration.ofHours(1));
        log.doing(BOB, "login", "100%", () -> true);

        assertEquals(List.of("ana"), objects(find("ana", null, null, null)));
        assertEquals(List.of("100%", "ana"), objects(find(null, "log", null, null)));
        assertEquals(List.of("eva/gpu_1"), objects(find(null, null, "eva", null)));
        assertEquals(List.of("100%"), objects(find(null, null, null, "0%")));
        assertEquals(List.of("eva/gpu_1"), objects(find(null, null, null, "GPU_")));
        Instant from = now.minus(Duration.ofMinutes(90));
        assertEquals(
                List.of("eva/gpu_1"),
                objects(log.find(new AuditQuery(null, null, null, null, null, from, now, null, 10))));

        List<AuditEntry> first = log.find(new AuditQuery(null, null, null, null, null, null, null, null, 2));
        assertEquals(List.of("100%", "eva/gpu_1"), objects(first));
        assertEquals(
                List.of("ana"),
                objects(log.find(new AuditQuery(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        first.getLast().id(),
                        2))));
    }

    @Test
    void nothingChangesAnEntryAndOnlyOldOnesAreDropped() {
        log.doing(ANA, "login", "ana", () -> true);

        for (String sql : List.of("UPDATE audit_entry SET actor = 'bob'", "DELETE FROM audit_entry")) {
            DatabaseException refused =
                    assertThrows(DatabaseException.class, () -> database.transaction(tx -> tx.update(sql)));
            assertTrue(String.valueOf(refused.getCause()).contains("append-only"), refused::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> log.keepDays(6));
        assertEquals(0, log.keepDays(7));
        assertEquals(1, all().size());

        now = now.minus(Duration.ofDays(400));
        log.doing(ANA, "login", "long ago", () -> true);
        now = now.plus(Duration.ofDays(400));

        assertEquals(1, log.keepDays(365));
        assertEquals(List.of("ana"), objects(all()));
    }

    @Test
    void textThatCouldBeTakenForMoreIsWrittenAsText() {
        log.doing(
                new AuditActor("user", "ana"), "login", "eva\n2026 fake\u001b[31m\u202e" + "x".repeat(400), () -> true);

        String object = all().getFirst().object();
        assertTrue(object.startsWith("eva?2026 fake?[31m?xxx"), object);
        assertTrue(object.length() <= 301);
    }

    private List<AuditEntry> all() {
        return find(null, null, null, null);
    }

    private List<AuditEntry> find(
            @Nullable String actor, @Nullable String action, @Nullable String object, @Nullable String text) {
        return log.find(new AuditQuery(actor, action, object, null, text, null, null, null, 100));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static List<String> objects(List<AuditEntry> entries) {
        return entries.stream().map(AuditEntry::object).toList();
    }
}
