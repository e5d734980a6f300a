package dev.orrery.identity.login;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who logged in, in a provider's words.
 *
 * @param subject the provider's own lasting name for the person, which is never given to another
 * @param name what the person is called there; it may change, and is not yet a user's name
 * @param email only where the provider says that it is the person's
 * @param domain the organisation that the provider says the person belongs to (Google's {@code hd}); null where none
 * @param groups null where the provider was not asked
 */
record Person(
        String subject,
        String name,
        @Nullable String email,
        @Nullable String domain,
        @Nullable Set<String> groups) {
    Person {
        groups = groups == null ? null : Set.copyOf(groups);
    }

    boolean isIn(Set<String> some) {
        return groups != null && some.stream().anyMatch(groups::contains);
    }
}
