package dev.orrery.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Caller;
import dev.orrery.identity.IdentityException.Code;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first administrator, users, their passwords and invitations, whichever database is below. */
@Timeout(120)
abstract class AccountsContract extends IdentityTestCase {
    @Test
    void theSetupTokenMakesOneAdministratorAndNoSecond() {
        String token = identity.setupToken().orElseThrow();
        assertTrue(identity.setupNeeded());

        User ana = identity.completeSetup(token, "ana", PASSWORD);

        assertTrue(ana.admin());
        assertFalse(identity.setupNeeded());
        assertTrue(identity.setupToken().isEmpty());
        refused(Code.SETUP_DONE, () -> identity.completeSetup(token, "bob", PASSWORD));
    }

    @Test
    void whereThePlatformTakesNoSecondUserTheFirstIsAllThereIs() {
        Identity alone = Identity.open(
                database, users -> users < 1 ? Optional.empty() : Optional.of("There is room for one."), time);
        alone.completeSetup(alone.setupToken().orElseThrow(), "ana", PASSWORD);

        IdentityException refusal = assertThrows(IdentityException.class, () -> alone.addUser("bob", PASSWORD, false));

        assertEquals(Code.NO_MORE_USERS, refusal.code());
        assertEquals("There is room for one.", refusal.getMessage());
        assertEquals(1, alone.users().size());
        identity.addUser("bob", PASSWORD, false);
    }

    @Test
    void aWrongOrReplacedSetupTokenMakesNobody() {
        String old = identity.setupToken().orElseThrow();
        String current = identity.setupToken().orElseThrow();

        refused(Code.BAD_SETUP_TOKEN, () -> identity.completeSetup(old, "ana", PASSWORD));
        refused(Code.BAD_SETUP_TOKEN, () -> identity.completeSetup("", "ana", PASSWORD));
        assertTrue(identity.setupNeeded());

        identity.completeSetup(current, "ana", PASSWORD);
    }

    @Test
    void aRefusedPasswordLeavesTheSetupTokenGood() {
        String token = identity.setupToken().orElseThrow();
        refused(Code.WEAK_PASSWORD, () -> identity.completeSetup(token, "ana", "short"));
        assertEquals("ana", identity.completeSetup(token, "ana", PASSWORD).name());
    }

    @Test
    void userIdsBeginAt20000AndAreNeverGivenTwice() {
        assertEquals(20000, identity.addUser("ana", PASSWORD, false).uid());
        refused(Code.NAME_TAKEN, () -> identity.addUser("ana", PASSWORD, false));
        int second = identity.addUser("bob", PASSWORD, false).uid();
        assertTrue(second > 20000);
        assertEquals(second, identity.user("bob").orElseThrow().uid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana", "1ana", "ana/..", "an a", "ana\n", "änna", "abcdefghijklmnopqrstuvwxyz0123456"})
    void aNameThatCouldBeTrickyIsRefused(String name) {
        refused(Code.BAD_NAME, () -> identity.addUser(name, PASSWORD, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "ana", "AAAAAAAAAA"})
    void aWeakPasswordIsRefused(String password) {
        refused(Code.WEAK_PASSWORD, () -> identity.addUser("ana", password, false));
        refused(Code.WEAK_PASSWORD, () -> identity.addUser("anastasia", "Anastasia", false));
    }

    @Test
    void loginTakesTheRightPasswordOnly() {
        identity.addUser("ana", PASSWORD, false);
        assertEquals("ana", identity.login("ana", PASSWORD, "1.2.3.4").name());
        refused(Code.BAD_LOGIN, () -> identity.login("ana", PASSWORD + "x", "1.2.3.4"));
        refused(Code.BAD_LOGIN, () -> identity.login("bob", PASSWORD, "1.2.3.4"));
        refused(Code.BAD_LOGIN, () -> identity.login("ana", "x".repeat(1_000_000), "1.2.3.4"));
    }

    @Test
    void afterTooManyFailuresEvenTheRightPasswordWaits() {
        identity.addUser("ana", PASSWORD, false);
        for (int i = 0; i < LoginLimiter.PER_NAME_AND_ADDRESS; i++) {
            refused(Code.BAD_LOGIN, () -> identity.login("ana", "wrong password", "1.2.3.4"));
        }
        refused(Code.TOO_MANY_LOGINS, () -> identity.login("ana", PASSWORD, "1.2.3.4"));
        assertEquals("ana", identity.login("ana", PASSWORD, "5.6.7.8").name());

        time.pass(LoginLimiter.WINDOW);
        assertEquals("ana", identity.login("ana", PASSWORD, "1.2.3.4").name());
    }

    @Test
    void anInviteLinkSetsAPasswordOnceAndEndsTheSessionsBefore() {
        User ana = identity.addUser("ana", false);
        refused(Code.BAD_LOGIN, () -> identity.login("ana", PASSWORD, "1.2.3.4"));
        String session = identity.openSession(ana);
        String replaced = identity.invites().create("ana", Invites.LIFETIME).secret();
        String link = identity.invites().create("ana", Invites.LIFETIME).secret();

        refused(Code.BAD_INVITE, () -> identity.invites().accept(replaced, PASSWORD));
        refused(Code.WEAK_PASSWORD, () -> identity.invites().accept(link, "short"));
        assertEquals("ana", identity.invites().look(link).user());
        assertEquals("ana", identity.invites().accept(link, PASSWORD).name());

        refused(Code.BAD_INVITE, () -> identity.invites().accept(link, "another long one"));
        refused(Code.BAD_INVITE, () -> identity.invites().look(link));
        assertEquals("ana", identity.login("ana", PASSWORD, "1.2.3.4").name());
        assertInstanceOf(Caller.Anonymous.class, identity.session(session));
    }

    @Test
    void anInviteLinkEndsWithItsTimeAndWithItsUser() {
        identity.addUser("root", PASSWORD, true);
        identity.addUser("ana", false);
        String late = identity.invites().create("ana", Duration.ofHours(1)).secret();
        time.pass(Duration.ofHours(1));
        refused(Code.BAD_INVITE, () -> identity.invites().accept(late, PASSWORD));

        String orphan = identity.invites().create("ana", Duration.ofHours(1)).secret();
        identity.deleteUser("ana");
        refused(Code.BAD_INVITE, () -> identity.invites().accept(orphan, PASSWORD));
        refused(Code.NO_SUCH_USER, () -> identity.invites().create("ana", Duration.ofHours(1)));
        refused(Code.BAD_TOKEN_REQUEST, () -> identity.invites().create("root", Duration.ofDays(91)));
    }

    @Test
    void whoChangesThePasswordKeepsThisSessionAndLosesTheOthers() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String here = identity.openSession(ana);
        String there = identity.openSession(ana);
        Caller.User caller = assertInstanceOf(Caller.User.class, identity.session(here));

        refused(Code.WRONG_PASSWORD, () -> identity.changePassword(caller, "not this", "a new password", "1.2.3.4"));
        identity.changePassword(caller, PASSWORD, "a new password", "1.2.3.4");

        assertInstanceOf(Caller.User.class, identity.session(here));
        assertInstanceOf(Caller.Anonymous.class, identity.session(there));
        refused(Code.BAD_LOGIN, () -> identity.login("ana", PASSWORD, "1.2.3.4"));
        assertEquals("ana", identity.login("ana", "a new password", "1.2.3.4").name());
    }

    @Test
    void aPresentPasswordCannotBeGuessedThroughItsChange() {
        User ana = identity.addUser("ana", PASSWORD, false);
        Caller.User caller = assertInstanceOf(Caller.User.class, identity.session(identity.openSession(ana)));
        for (int i = 0; i < LoginLimiter.PER_NAME_AND_ADDRESS; i++) {
            refused(Code.WRONG_PASSWORD, () -> identity.changePassword(caller, "guess", "a new password", "1.2.3.4"));
        }
        refused(Code.TOO_MANY_LOGINS, () -> identity.changePassword(caller, PASSWORD, "a new password", "1.2.3.4"));
    }
}
