package dev.orrery.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import dev.orrery.identity.IdentityException.Code;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions and tokens: how long they are good, and for what; whichever database is below. */
@Timeout(120)
abstract class CredentialsContract extends IdentityTestCase {
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
}
