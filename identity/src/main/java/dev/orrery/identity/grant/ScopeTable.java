package dev.orrery.identity.grant;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names of JupyterHub 6's scopes, and which one includes which. */
public final class ScopeTable {
    /** All that its owner may do. */
    public static final String INHERIT = "inherit";

    /** What every user may do about what is his own. */
    public static final String SELF = "self";

    private static final Map<String, List<String>> INCLUDES = Map.ofEntries(
            Map.entry(SELF, List.of()),
            Map.entry(INHERIT, List.of()),
            Map.entry("admin-ui", List.of()),
            Map.entry("admin:users", List.of("admin:auth_state", "users", "read:roles:users", "delete:users")),
            Map.entry("admin:auth_state", List.of()),
            Map.entry("users", List.of("read:users", "list:users", "users:activity")),
            Map.entry("delete:users", List.of()),
            Map.entry("list:users", List.of("read:users:name")),
            Map.entry("read:users", List.of("read:users:name", "read:users:groups", "read:users:activity")),
            Map.entry("read:users:name", List.of()),
            Map.entry("read:users:groups", List.of()),
            Map.entry("read:users:activity", List.of()),
            Map.entry("read:roles", List.of("read:roles:users", "read:roles:services", "read:roles:groups")),
            Map.entry("read:roles:users", List.of()),
            Map.entry("read:roles:services", List.of()),
            Map.entry("read:roles:groups", List.of()),
            Map.entry("users:activity", List.of("read:users:activity")),
            Map.entry("admin:servers", List.of("admin:server_state", "servers")),
            Map.entry("admin:server_state", List.of()),
            Map.entry("servers", List.of("read:servers", "start:servers", "delete:servers")),
            Map.entry("read:servers", List.of("read:users:name")),
            Map.entry("start:servers", List.of()),
            Map.entry("delete:servers", List.of()),
            Map.entry("tokens", List.of("read:tokens")),
            Map.entry("read:tokens", List.of()),
            Map.entry("admin:groups", List.of("groups", "read:roles:groups", "delete:groups")),
            Map.entry("groups", List.of("read:groups", "list:groups")),
            Map.entry("list:groups", List.of("read:groups:name")),
            Map.entry("read:groups", List.of("read:groups:name")),
            Map.entry("read:groups:name", List.of()),
            Map.entry("delete:groups", List.of()),
            Map.entry("admin:services", List.of("list:services", "read:services", "read:roles:services")),
            Map.entry("list:services", List.of("read:services:name")),
            Map.entry("read:services", List.of("read:services:name")),
            Map.entry("read:services:name", List.of()),
            Map.entry("read:hub", List.of()),
            Map.entry("access:servers", List.of()),
            Map.entry("access:services", List.of()),
            Map.entry("users:shares", List.of("read:users:shares")),
            Map.entry("read:users:shares", List.of()),
            Map.entry("groups:shares", List.of("read:groups:shares")),
            Map.entry("read:groups:shares", List.of()),
            Map.entry("read:shares", List.of()),
            Map.entry("shares", List.of("access:servers", "read:shares", "users:shares", "groups:shares")),
            Map.entry("proxy", List.of()),
            Map.entry("shutdown", List.of()),
            Map.entry("read:metrics", List.of()));

    /** What {@link #SELF} stands for; each of them about its owner alone. */
    static final List<String> OWN = List.of(
            "read:users", "users:activity", "servers", "tokens", "access:servers", "users:shares", "read:shares");

    /** The role "admin", beside what a user has. */
    static final List<String> ADMIN = List.of(
            "admin-ui",
            "admin:users",
            "admin:servers",
            "tokens",
            "admin:groups",
            "admin:services",
            "read:hub",
            "proxy",
            "shutdown",
            "access:services",
            "access:servers",
            "read:roles",
            "read:metrics",
            "shares");

    private ScopeTable() {}

    /** Whether there is a scope of that name, without a filter. */
    public static boolean isKnown(String name) {
        return INCLUDES.containsKey(name);
    }

    /** The scopes of a role that every hub has; empty where it is none of those. */
    public static Optional<List<String>> ofRole(String name) {
        return switch (name) {
            case "user" -> Optional.of(List.of(SELF));
            case "admin" -> Optional.of(ADMIN);
            case "token" -> Optional.of(List.of(INHERIT));
            // JupyterHub's has the access to the server, too, which a token that is no server's does not get.
            case "server" -> Optional.of(List.of("users:activity!user"));
            default -> Optional.empty();
        };
    }

    /** The scope itself and all that it includes, directly or through others. */
    static Set<String> expand(String name) {
        Set<String> found = new LinkedHashSet<>();
        collect(name, found);
        return new TreeSet<>(found);
    }

    private static void collect(String name, Set<String> found) {
        if (found.add(name)) {
            INCLUDES.getOrDefault(name, List.of()).forEach(narrower -> collect(narrower, found));
        }
    }
}
