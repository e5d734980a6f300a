package dev.orrery.identity.grant;

import java.util.Set;

/** What a request is about. */
public sealed interface Subject {
    /** Everything there is: only a scope without a filter covers it. */
    record All() implements Subject {}

    record User(String name, Set<String> groups) implements Subject {
        public User {
            groups = Set.copyOf(groups);
        }
    }

    /** @param name "" is the default one */
    record Server(User owner, String name) implements Subject {}

    record Group(String name) implements Subject {}

    record Service(String name) implements Subject {}
}
