package dev.orrery.identity.login;

import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityException;
import dev.orrery.identity.User;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user a provider's person is. A person is known by provider and subject, not by name: somebody who is called as a
 * user here is not thereby that user.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final JdbcLinkStore links;
    private final Identity identity;
    private final GroupMembers groups;

    Admission(JdbcLinkStore links, Identity identity, GroupMembers groups) {
        this.links = links;
        this.identity = identity;
        this.groups = groups;
    }

    /** The user, made where there was none; {@link LoginRefused} where the person is not let in. */
    User admit(ProviderSettings provider, Person person) {
        Policy policy = provider.policy();
        String user = links.user(provider.id(), person.subject()).orElse("");
        String name = user.isEmpty() ? policy.userName(person) : user;
        // Each time anew: who was taken off a list, or out of a group, is out.
        if (!policy.admits(person, name)) {
            throw new LoginRefused(LoginRefused.Code.NOT_ALLOWED, "'" + name + "' is on none of its lists");
        }
        boolean admin = policy.admin(person).orElse(false);
        if (user.isEmpty()) {
            link(provider, person, name, admin);
        }
        policy.admin(person).ifPresent(now -> setAdmin(name, now));
        Set<String> now = person.groups();
        if (now != null) {
            setGroups(provider, person, name, now);
        }
        return identity.user(name)
                .orElseThrow(() -> new LoginRefused(LoginRefused.Code.STATE, "'" + name + "' was deleted meanwhile"));
    }

    private void link(ProviderSettings provider, Person person, String name, boolean admin) {
        if (identity.setupNeeded() && !admin) {
            throw new LoginRefused(LoginRefused.Code.SETUP_FIRST, "there is no administrator yet");
        }
        if (identity.user(name).isEmpty()) {
            make(name, admin);
            LOG.info("{} came through {}: made the user", name, provider.id());
        } else if (!provider.policy().linkExisting()) {
            throw new LoginRefused(
                    LoginRefused.Code.NAME_TAKEN,
                    "there is a user '" + name + "' who is not linked to this person, and link_existing is not set");
        } else {
            LOG.info("{} came through {}: linked the user who was there", name, provider.id());
        }
        links.add(provider.id(), person.subject(), name);
    }

    private void make(String name, boolean admin) {
        try {
            identity.addUser(name, admin);
        } catch (IdentityException e) {
            throw new LoginRefused(
                    switch (e.code()) {
                        case NO_MORE_USERS -> LoginRefused.Code.NO_MORE_USERS;
                        case NAME_TAKEN -> LoginRefused.Code.NAME_TAKEN;
                        case BAD_NAME,
                                WEAK_PASSWORD,
                                WRONG_PASSWORD,
                                NO_PASSWORD,
                                SETUP_DONE,
                                BAD_SETUP_TOKEN,
                                BAD_INVITE,
                                BAD_LOGIN,
                                TOO_MANY_LOGINS,
                                BAD_TOKEN_REQUEST,
                                NO_SUCH_USER,
                                LAST_ADMIN,
                                NO_SUCH_TOKEN,
                                NO_SUCH_SESSION -> LoginRefused.Code.BAD_NAME;
                    },
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private void setAdmin(String name, boolean admin) {
        boolean before = identity.user(name).map(User::admin).orElse(admin);
        if (before == admin) {
            return;
        }
        try {
            identity.setAdmin(name, admin);
        } catch (IdentityException e) {
            // The last administrator stays one, whatever the provider says: somebody must be able to mend it.
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Groups that the provider does not name any more are left; those that were given here by hand stay. */
    private void setGroups(ProviderSettings provider, Person person, String name, Set<String> now) {
        Set<String> before = links.replaceGroups(provider.id(), person.subject(), now);
        now.stream().filter(group -> !before.contains(group)).forEach(group -> groups.join(group, name));
        before.stream().filter(group -> !now.contains(group)).forEach(group -> groups.leave(group, name));
    }
}
