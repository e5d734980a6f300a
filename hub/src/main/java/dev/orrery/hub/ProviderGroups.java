package dev.orrery.hub;

import dev.orrery.identity.login.GroupMembers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's groups, for login providers that name a person's groups. */
final class ProviderGroups implements GroupMembers {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderGroups.class);

    private final JdbcGroupStore groups;

    ProviderGroups(JdbcGroupStore groups) {
        this.groups = groups;
    }

    @Override
    public void join(String group, String user) {
        if (group.isEmpty() || group.length() > 100 || group.contains("/") || group.contains("!")) {
            LOG.warn("a login provider's group of {} characters has a name that no group can have", group.length());
            return;
        }
        groups.add(group, List.of());
        groups.join(group, List.of(user));
    }

    @Override
    public void leave(String group, String user) {
        groups.leave(group, List.of(user));
    }
}
