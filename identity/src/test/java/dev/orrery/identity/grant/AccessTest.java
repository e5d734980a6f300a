package dev.orrery.identity.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Subject.User ANA = new Subject.User("ana", Set.of("sales"));
    private static final Subject.User BEN = new Subject.User("ben", Set.of());
    private static final Grants ADMIN = Grants.ofUser("root", true);

    @Test
    void aUserHasHisOwnAndNothingElse() {
        Access ana = Access.whole(Grants.ofUser("ana", false));
        assertTrue(ana.may("read:users:name", ANA));
        assertTrue(ana.may("start:servers", new Subject.Server(ANA, "lab")));
        assertFalse(ana.may("read:users:name", BEN));
        assertFalse(ana.may("read:users:name", new Subject.All()));
        assertFalse(ana.has("list:users"));
    }

    @Test
    void aWiderScopeIncludesItsNarrowerOnes() {
        Access users = Access.of(ADMIN, List.of("admin:users"), "root");
        for (String scope : List.of("users", "read:users:activity", "list:users", "delete:users", "read:roles:users")) {
            assertTrue(users.may(scope, new Subject.All()), scope);
        }
        assertFalse(users.has("servers"));
        assertFalse(users.has("tokens"));
    }

    @Test
    void aFilterNarrowsWhomItIsAbout() {
        Access group = Access.of(ADMIN, List.of("list:users!group=sales", "delete:servers!server=ben/"), "root");
        assertTrue(group.may("list:users", ANA));
        assertTrue(group.may("read:users:name", ANA));
        assertFalse(group.may("list:users", BEN));
        assertFalse(group.may("list:users", new Subject.All()));
        assertTrue(group.may("delete:servers", new Subject.Server(BEN, "")));
        assertFalse(group.may("delete:servers", new Subject.Server(BEN, "lab")));
        Access own = Access.of(Grants.ofUser("ana", false), List.of("read:users!user"), "ana");
        assertTrue(own.may("read:users", ANA));
        assertFalse(own.may("read:users", BEN));
    }

    @Test
    void aTokenIsNoStrongerThanItsOwnerIsNow() {
        Access token = Access.of(Grants.ofUser("ana", false), List.of("admin:users", "servers"), "ana");
        assertFalse(token.may("delete:users", BEN));
        assertFalse(token.may("servers", new Subject.Server(BEN, "")));
        assertTrue(token.may("servers", new Subject.Server(ANA, "")));
        assertEquals(
                List.of("list:users"),
                Access.whole(Grants.ofUser("ana", false))
                        .missing(List.of("list:users", "read:users:name!user"), "ana")
                        .stream()
                        .filter(scope -> scope.equals("list:users"))
                        .toList());
        assertEquals(List.of(), Access.whole(ADMIN).missing(List.of("list:users", "servers!user=ana"), "root"));
        assertEquals(
                List.of(),
                Access.whole(Grants.ofUser("ana", false)).missing(List.of("access:servers!server=ana/lab"), "ana"));
    }

    @Test
    void inheritIsAllThatTheOwnerHas() {
        assertTrue(Access.of(ADMIN, List.of("inherit"), "root").may("shutdown", new Subject.All()));
        assertFalse(Access.of(ADMIN, List.of(), "root").has("read:users:name"));
    }

    @Test
    void scopesAreListedAsJupyterHubDoes() {
        assertEquals(
                List.of("list:users", "read:users:name"),
                Access.of(ADMIN, List.of("list:users"), "root").texts());
        assertEquals(
                List.of("read:servers!user=ana", "read:users:name!user=ana"),
                Access.of(Grants.ofUser("ana", false), List.of("read:servers"), "ana")
                        .texts());
    }

    @Test
    void whatIsNoScopeIsToldAndGivesNothing() {
        List<String> asked =
                List.of("list:users", "launch:rockets", "users!planet=mars", "users!user=", "read:users!user");
        assertEquals(List.of("launch:rockets", "users!planet=mars", "users!user="), Grants.unknown(asked, "ana"));
        assertEquals(List.of("read:users!user"), Grants.unknown(List.of("read:users!user"), null));
    }
}
