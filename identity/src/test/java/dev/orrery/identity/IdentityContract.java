package dev.orrery.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import dev.orrery.identity.IdentityException.Code;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What identity promises, whichever database is below. */
abstract class IdentityContract {
    static final String PASSWORD = "correct horse";

    final SettableTime time = new SettableTime();
    Database database;
    Identity identity;

    /** An empty database. */
    abstract Database open();

    @BeforeEach
    void begin() {
        database = open();
        identity = Identity.open(database, time);
    }

    @AfterEach
    void close() {
        database.close();
    }

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
    void aSessionLivesForFourteenDaysAfterItsLastUse() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String session = identity.openSession(ana);

        time.pass(Duration.ofDays(13));
        Caller.User caller = assertInstanceOf(Caller.User.class, identity.session(session));
        assertEquals("ana", caller.name());
        assertTrue(identity.isSessionOpen(caller.session()));

        time.pass(Duration.ofDays(13));
        assertInstanceOf(Caller.User.class, identity.session(session));

        time.pass(Duration.ofDays(14));
        assertInstanceOf(Caller.Anonymous.class, identity.session(session));
        assertFalse(identity.isSessionOpen(caller.session()));
    }

    @Test
    void aClosedSessionIsNoneAnyMore() {
        String session = identity.openSession(identity.addUser("ana", PASSWORD, false));
        identity.closeSession(((Caller.User) identity.session(session)).session());
        assertInstanceOf(Caller.Anonymous.class, identity.session(session));
    }

    @Test
    void aSessionIsNoTokenAndATokenIsNoSession() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String session = identity.openSession(ana);
        String token = identity.createToken("ana", "", Set.of(), null).secret();
        assertInstanceOf(Caller.Anonymous.class, identity.token(session));
        assertInstanceOf(Caller.Anonymous.class, identity.session(token));
        assertInstanceOf(Caller.Anonymous.class, identity.token(""));
    }

    @Test
    void aTokenMayWhatItWasGrantedAndNoMoreThanItsOwner() {
        identity.addUser("ana", PASSWORD, false);
        ApiToken.Fresh fresh = identity.createToken("ana", "ci", Set.of(Scope.READ_DAGS), Duration.ofHours(1));
        assertTrue(fresh.secret().startsWith("orr_"));
        assertEquals(Set.of(Scope.READ_DAGS), identity.token(fresh.secret()).scopes());
        refused(Code.BAD_TOKEN_REQUEST, () -> identity.createToken("ana", "", Set.of(Scope.ADMIN_USERS), null));

        time.pass(Duration.ofHours(1));
        assertInstanceOf(Caller.Anonymous.class, identity.token(fresh.secret()));
        assertTrue(identity.tokens("ana").isEmpty());
    }

    @Test
    void anAdministratorsTokenLosesWhatItsOwnerLoses() {
        identity.addUser("ana", PASSWORD, true);
        String token = identity.createToken("ana", "", Set.of(), null).secret();
        assertTrue(identity.token(token).may(Scope.ADMIN_USERS));

        database.transaction(tx -> tx.update("UPDATE identity_user SET admin = 0"));

        assertFalse(identity.token(token).may(Scope.ADMIN_USERS));
        assertTrue(identity.token(token).may(Scope.READ_DAGS));
    }

    @Test
    void nobodyDeletesAnothersToken() {
        identity.addUser("ana", PASSWORD, false);
        identity.addUser("bob", PASSWORD, true);
        ApiToken.Fresh fresh = identity.createToken("ana", "", Set.of(), null);
        String id = fresh.token().id();
        refused(Code.NO_SUCH_TOKEN, () -> identity.deleteToken("bob", id));
        identity.deleteToken("ana", id);
        assertInstanceOf(Caller.Anonymous.class, identity.token(fresh.secret()));
    }

    @Test
    void anAttemptsTokenIsGoodForThatAttemptUntilItIsRevoked() {
        AttemptTokens tokens = identity.attemptTokens();
        String token = tokens.issue("a1");
        String other = tokens.issue("a2");
        assertEquals(new Caller.Attempt("a1"), identity.token(token));
        tokens.revoke("a1");
        assertInstanceOf(Caller.Anonymous.class, identity.token(token));
        assertEquals(new Caller.Attempt("a2"), identity.token(other));
    }

    @Test
    void aServersTokensDieWithItAndAreNotAmongTheUsersOwn() {
        identity.addUser("ana", PASSWORD, true);
        ServerTokens.Pair pair = identity.serverTokens().issue("ana", "");

        Caller.Server server = assertInstanceOf(Caller.Server.class, identity.token(pair.hub()));
        assertEquals("ana", server.user());
        assertEquals("", server.server());
        assertEquals(
                EnumSet.of(Scope.READ_DAGS, Scope.WRITE_DAGS, Scope.WRITE_RUNS),
                EnumSet.copyOf(identity.token(pair.api()).scopes()));
        assertTrue(identity.tokens("ana").isEmpty());

        identity.serverTokens().revoke("ana", "");
        assertInstanceOf(Caller.Anonymous.class, identity.token(pair.hub()));
        assertInstanceOf(Caller.Anonymous.class, identity.token(pair.api()));
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

    @Test
    void sessionsSayWhereTheyComeFromAndWhenTheyWereLastSeen() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String old = identity.sessions().open(ana, new Session.Origin("1.2.3.4", "Firefox", null));
        time.pass(Duration.ofMinutes(1));
        identity.sessions().open(ana, new Session.Origin("5.6.7.8", "x".repeat(1000), "company"));
        time.pass(Sessions.SEEN_EVERY);
        identity.session(old);

        var sessions = identity.sessions().of("ana");

        assertEquals(2, sessions.size());
        assertEquals(
                new Session.Origin("1.2.3.4", "Firefox", null), sessions.get(0).origin());
        assertEquals(time.instant(), sessions.get(0).lastSeenAt());
        assertEquals("company", sessions.get(1).origin().provider());
        assertEquals(200, sessions.get(1).origin().agent().length());
    }

    @Test
    void nobodyEndsAnothersSession() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String secret = identity.openSession(ana);
        String id = identity.sessions().of("ana").getFirst().id();
        refused(Code.NO_SUCH_SESSION, () -> identity.sessions().close("bob", id));
        identity.sessions().close("ana", id);
        assertInstanceOf(Caller.Anonymous.class, identity.session(secret));
    }

    @Test
    void loggedOutEverywhereTokensGoOnlyWhereAsked() {
        User ana = identity.addUser("ana", PASSWORD, false);
        String session = identity.openSession(ana);
        String token = identity.createToken("ana", "", Set.of(), null).secret();
        String server = identity.serverTokens().issue("ana", "").api();

        identity.logOutEverywhere("ana", false);
        assertInstanceOf(Caller.Anonymous.class, identity.session(session));
        assertInstanceOf(Caller.User.class, identity.token(token));

        identity.logOutEverywhere("ana", true);
        assertInstanceOf(Caller.Anonymous.class, identity.token(token));
        assertInstanceOf(Caller.User.class, identity.token(server));
    }

    @Test
    void theLocalTokenIsOneOfThisProcessAlone() {
        Caller.User local = assertInstanceOf(Caller.User.class, identity.token(identity.localAdminToken()));
        assertTrue(local.may(Scope.ADMIN_USERS));
        assertFalse(UserName.isValid(local.name()));
        assertNotEquals(
                identity.localAdminToken(), Identity.open(database, time).localAdminToken());
    }

    private static void refused(Code code, org.junit.jupiter.api.function.Executable call) {
        assertEquals(code, assertThrows(IdentityException.class, call).code());
    }
}
