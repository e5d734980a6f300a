package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.User;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users and servers as JupyterHub's API shows them: each scope opens its members. */
final class HubModels {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final Set<String> NO = Set.of("0", "false");

    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "read:users",
            Set.of("name", "admin", "roles", "groups", "server", "pending", "created", "last_activity", "user_info"),
            "read:users:name",
            Set.of("name", "admin", "user_info"),
            "read:users:groups",
            Set.of("name", "groups"),
            "read:users:activity",
            Set.of("name", "last_activity"),
            "read:servers",
            Set.of("name", "servers"),
            "read:roles:users",
            Set.of("name", "roles", "admin"),
            "admin:auth_state",
            Set.of("name", "auth_state"));

    /** The scopes of which one must be held about a user to see anything of the user at all. */
    static final String[] READ = {
        "read:users", "read:users:name", "read:servers", "read:users:groups", "read:users:activity", "read:roles:users"
    };

    private HubModels() {}

    /**
     * All that is known of a user.
     *
     * @param lastActivity outside of servers
     */
    record Facts(
            User user,
            Set<String> groups,
            List<String> roles,
            List<UserServer> servers,
            @Nullable Instant lastActivity) {
        Subject.User subject() {
            return new Subject.User(user.name(), groups);
        }

        @Nullable
        Instant seen() {
            Instant seen = lastActivity;
            for (UserServer server : servers) {
                Instant at = server.lastActivity();
                seen = at != null && (seen == null || at.isAfter(seen)) ? at : seen;
            }
            return seen;
        }

        boolean isActive() {
            return servers.stream().anyMatch(server -> server.state().isAlive());
        }

        boolean isReady() {
            return servers.stream().anyMatch(server -> server.state() == ServerState.READY);
        }
    }

    /** Whether a request asks for servers that are stopped, too. */
    static boolean withStopped(Exchange exchange) {
        return exchange.query("include_stopped_servers")
                .map(text -> !NO.contains(text.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    /** @param withStopped whether servers that are stopped are shown, too */
    static Map<String, @Nullable Object> user(Facts facts, Access access, boolean withStopped) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        UserServer main = facts.servers().stream()
                .filter(server -> server.name().isEmpty())
                .findFirst()
                .orElse(null);
        all.put("name", facts.user().name());
        all.put("admin", facts.user().admin());
        all.put("roles", facts.roles());
        all.put("groups", List.copyOf(facts.groups()));
        all.put("server", main != null && main.state() == ServerState.READY ? main.prefix() : null);
        all.put("pending", main == null ? null : pending(main));
        all.put("created", time(facts.user().createdAt()));
        all.put("last_activity", time(facts.seen()));
        all.put("servers", servers(facts, access, withStopped));
        all.put("auth_state", null);
        all.put("user_info", null);
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("kind", "user");
        all.forEach((member, value) -> {
            boolean open = MEMBERS.entrySet().stream()
                    .anyMatch(
                            entry -> entry.getValue().contains(member) && access.may(entry.getKey(), facts.subject()));
            // A single server may be open where the user's others are not.
            if (open
                    || (member.equals("servers") && !((Map<?, ?>) java.util.Objects.requireNonNull(value)).isEmpty())) {
                shown.put(member, value);
            }
        });
        return shown;
    }

    private static Map<String, Object> servers(Facts facts, Access access, boolean withStopped) {
        Map<String, Object> shown = new TreeMap<>();
        List<UserServer> all = new ArrayList<>(facts.servers());
        if (withStopped && all.stream().noneMatch(server -> server.name().isEmpty())) {
            // Everybody has a default one, started or not.
            all.add(UserServer.never(ServerName.ofDefault(facts.user().name())));
        }
        for (UserServer server : all) {
            Subject.Server subject = new Subject.Server(facts.subject(), server.name());
            if ((withStopped || server.state().isAlive()) && access.may("read:servers", subject)) {
                shown.put(server.name(), server(server, access.may("admin:server_state", subject)));
            }
        }
        return shown;
    }

    static Map<String, @Nullable Object> server(UserServer server, boolean withState) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        String url = server.prefix();
        String progress = "/hub/api/users/" + server.user()
                + (server.name().isEmpty() ? "/server" : "/servers/" + server.name()) + "/progress";
        model.put("name", server.name());
        model.put("full_name", server.key().text());
        model.put("display_name", server.displayName());
        model.put("last_activity", time(server.lastActivity() == null ? started(server) : server.lastActivity()));
        model.put("started", time(started(server)));
        model.put("pending", pending(server));
        model.put("ready", server.state() == ServerState.READY);
        model.put("stopped", !server.state().isAlive());
        model.put("url", url);
        model.put("user_options", Exchange.JSON.readTree(server.options()));
        model.put("progress_url", progress);
        model.put("full_url", null);
        model.put("full_progress_url", null);
        if (withState) {
            Map<String, @Nullable Object> state = new LinkedHashMap<>();
            state.put(
                    "workload",
                    server.workload() == null ? null : server.workload().value());
            model.put("state", state);
        }
        return model;
    }

    /** {@code spawn}, {@code stop}, or null where nothing is under way. */
    static @Nullable String pending(UserServer server) {
        return switch (server.state()) {
            case STARTING -> "spawn";
            case STOPPING -> "stop";
            case STOPPED, READY, FAILED -> null;
        };
    }

    static Map<String, @Nullable Object> token(String user, ApiToken token, List<String> scopes) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("user", user);
        model.put("kind", "api_token");
        model.put("id", token.id());
        model.put("roles", List.of());
        model.put("scopes", scopes);
        model.put("created", time(token.createdAt()));
        model.put("expires_at", time(token.expiresAt()));
        model.put("last_activity", time(token.seenAt()));
        model.put("note", token.note());
        model.put("session_id", null);
        model.put("oauth_client", "JupyterHub");
        return model;
    }

    private static @Nullable Instant started(UserServer server) {
        return server.state().isAlive() ? server.startedAt() : null;
    }

    static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
