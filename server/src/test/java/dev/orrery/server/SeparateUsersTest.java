package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityException;
import dev.orrery.launch.Isolation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many users a machine without a sandbox may have. */
class SeparateUsersTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    @Test
    void theSecondIsRefusedWithTheRemedyUnlessItIsAccepted() {
        SeparateUsers apart = separate(Isolation.Identity.USER_NAMESPACE, false);
        SeparateUsers alone = separate(Isolation.Identity.SAME_USER, false);
        SeparateUsers accepted = separate(Isolation.Identity.SAME_USER, true);
        try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("orrery.db"))) {
            Identity identity = Identity.open(database, alone, Clock.systemUTC());
            identity.addUser("ana", PASSWORD, true);
            alone.check(1);

            IdentityException refusal =
                    assertThrows(IdentityException.class, () -> identity.addUser("ben", PASSWORD, false));
            assertEquals(
                    "This machine cannot keep a second user's files and processes apart from the first one's."
                            + " Sandbox: bubblewrap is not installed. Install it. Or start the server with"
                            + " ORRERY_ACCEPT_MISSING_ISOLATION=yes if all its users may see and change each other's files.",
                    refusal.getMessage());
            assertEquals(1, identity.users().size());

            Identity.open(database, accepted, Clock.systemUTC()).addUser("ben", PASSWORD, false);
            Identity.open(database, apart, Clock.systemUTC()).addUser("cleo", PASSWORD, false);
        }
    }

    @Test
    void aServerWithTwoUsersDoesNotStartWhereTheyAreNotKeptApart() {
        UsageException refusal = assertThrows(
                UsageException.class,
                () -> separate(Isolation.Identity.SAME_USER, false).check(2));
        assertTrue(refusal.getMessage().startsWith("There are 2 users. This machine cannot"), refusal::getMessage);
        separate(Isolation.Identity.SAME_USER, true).check(2);
        separate(Isolation.Identity.OWN_USER, false).check(2);
        separate(Isolation.Identity.NONE, false).check(2);
    }

    private static SeparateUsers separate(Isolation.Identity identity, boolean accepted) {
        Isolation.Gap gap = new Isolation.Gap("Sandbox", "bubblewrap is not installed", "Install it.");
        return new SeparateUsers(new Isolation(identity, false, false, false, List.of(gap)), accepted);
    }
}
