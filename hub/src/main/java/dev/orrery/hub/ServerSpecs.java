package dev.orrery.hub;

import dev.orrery.http.Exchange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a user's servers may be and will be: the platform's profiles within the limits of the user's groups. */
final class ServerSpecs {
    private final Profiles profiles;
    private final JdbcGroupStore groups;
    private final Quota general;

    ServerSpecs(Profiles profiles, Quota general, JdbcGroupStore groups) {
        this.profiles = profiles;
        this.general = general;
        this.groups = groups;
    }

    List<Profile> profiles(String user) {
        return profiles.of(groups.groupsOf(user));
    }

    /** What the server will be; {@link HubException} where the options, which are JSON, are not the user's to choose. */
    ServerSpec of(String user, String options) {
        Set<String> own = groups.groupsOf(user);
        return profiles.choose(Exchange.JSON.readTree(options), own, limits(own));
    }

    /** How much a user's home may hold: the most that a group's {@code home_quota} says, else what is so for all. */
    Quota quota(String user) {
        Long most = null;
        for (String name : groups.groupsOf(user)) {
            String text = groups.find(name)
                    .map(group -> Exchange.JSON
                            .readTree(group.properties())
                            .path("home_quota")
                            .asString(""))
                    .orElse("");
            most = larger(most, text.isEmpty() ? null : ProfilesFile.bytes(text));
        }
        return most == null ? general : new Quota(most);
    }

    /**
     * From the groups' properties {@code mem_limit} and {@code cpu_limit}; who is in several has the largest, and a group that
     * says nothing limits nothing.
     */
    private ServerSpec limits(Set<String> own) {
        Long memory = null;
        Double cpus = null;
        for (String name : own) {
            JsonNode properties = groups.find(name)
                    .map(group -> Exchange.JSON.readTree(group.properties()))
                    .orElseGet(Exchange.JSON::createObjectNode);
            memory = larger(
                    memory,
                    properties.has("mem_limit")
                            ? ProfilesFile.bytes(properties.path("mem_limit").asString())
                            : null);
            cpus = larger(
                    cpus,
                    properties.has("cpu_limit")
                            ? ProfilesFile.cpus(properties.path("cpu_limit").asString())
                            : null);
        }
        return new ServerSpec(memory, cpus, null, java.util.Map.of(), null);
    }

    private static <N extends Comparable<N>> @Nullable N larger(@Nullable N one, @Nullable N other) {
        return one == null || (other != null && other.compareTo(one) > 0) ? other : one;
    }
}
