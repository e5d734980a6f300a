package dev.orrery.identity.login;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider may let in, and as what. A person who is in any of the lists is let in.
 *
 * @param all everybody whom the provider knows
 * @param users names here, after normalisation
 * @param domains of verified e-mail addresses, in lower case
 * @param adminGroups whose members are administrators, and nobody else of this provider; empty: the provider does not say
 * @param names a provider's name to the user's name here
 * @param cutDomain in lower case: cut off a name that is an e-mail address, since nobody of another one comes in
 * @param linkExisting whether a person may become the user of the same name who was there before
 */
record Policy(
        boolean all,
        Set<String> users,
        Set<String> groups,
        Set<String> domains,
        Set<String> adminGroups,
        Map<String, String> names,
        @Nullable String cutDomain,
        boolean linkExisting) {

    /** Whether nobody at all would be let in. */
    boolean isEmpty() {
        return !all && users.isEmpty() && groups.isEmpty() && domains.isEmpty() && adminGroups.isEmpty();
    }

    /** The user's name for a person; refuses where there can be none. */
    String userName(Person person) {
        String mapped = names.get(person.name());
        return mapped != null ? mapped : ProviderName.normalise(person.name(), cutDomain);
    }

    /** @param user the person's name here */
    boolean admits(Person person, String user) {
        return all
                || users.contains(user)
                || person.isIn(groups)
                || person.isIn(adminGroups)
                || domain(person).filter(domains::contains).isPresent();
    }

    /** Whether the person is an administrator; empty where the provider does not say. */
    Optional<Boolean> admin(Person person) {
        return adminGroups.isEmpty() ? Optional.empty() : Optional.of(person.isIn(adminGroups));
    }

    private static Optional<String> domain(Person person) {
        String email = person.email();
        return email == null
                ? Optional.empty()
                : Optional.of(email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
