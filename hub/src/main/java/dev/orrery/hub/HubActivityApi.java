package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /hub/api/users/N/activity}: when a user and his servers were last active, as servers tell it. */
final class HubActivityApi {
    private static final Duration MOST_AHEAD = Duration.ofHours(1);
    /** ISO 8601; without an offset it is in UTC, without a time it is midnight. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private final HubAccess access;
    private final Identity identity;
    private final Servers servers;
    private final JdbcGroupStore groups;
    private final InstantSource clock;

    HubActivityApi(HubAccess access, Identity identity, Servers servers, JdbcGroupStore groups, InstantSource clock) {
        this.access = access;
        this.identity = identity;
        this.servers = servers;
        this.groups = groups;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/hub/api/users/{name}/activity", Scope.HUB, this::activity)
                .quiet());
    }

    private void activity(Exchange exchange) {
        String user = exchange.path("name");
        access.require(exchange, access.subject(user), "users:activity");
        if (identity.user(user).isEmpty()) {
            throw Problem.notFound("No such user: " + user);
        }
        ObjectNode body = HubBody.orEmpty(exchange);
        JsonNode all = body.path("servers");
        JsonNode own = body.path("last_activity");
        if (isNothing(all) && isNothing(own)) {
            throw Problem.badRequest("bad-activity", "body must contain at least one of `last_activity` or `servers`");
        }
        // All of it is read before anything is noted.
        Map<ServerName, Instant> seen = isNothing(all) ? Map.of() : ofServers(user, all);
        Instant latest = isNothing(own) ? null : time(own);
        seen.forEach((name, at) -> servers.active(name.user(), name.name(), at));
        if (latest != null) {
            groups.active(user, latest);
        }
        exchange.empty(200);
    }

    private static boolean isNothing(JsonNode given) {
        return given.isMissingNode() || given.isNull() || (given.isObject() && given.isEmpty());
    }

    private Map<ServerName, Instant> ofServers(String user, JsonNode all) {
        Map<ServerName, Instant> seen = new LinkedHashMap<>();
        if (!all.isObject()) {
            throw badServers();
        }
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            ServerName name = new ServerName(user, entry.getKey());
            if (servers.find(name).isEmpty()) {
                throw Problem.badRequest("bad-activity", "No such server '" + entry.getKey() + "' for user " + user);
            }
            if (!entry.getValue().has("last_activity")) {
                throw badServers();
            }
            seen.put(name, time(entry.getValue().path("last_activity")));
        }
        return seen;
    }

    private static Problem badServers() {
        return Problem.badRequest(
                "bad-activity", "servers must be a dict of the form {server_name: {last_activity: timestamp}}");
    }

    private Instant time(JsonNode given) {
        String text = given.isString() ? given.stringValue() : "";
        Instant time;
        try {
            time = instant(TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        } catch (DateTimeException e) {
            throw Problem.badRequest("bad-activity", "Not a valid timestamp: " + given);
        }
        if (time.isAfter(clock.instant().plus(MOST_AHEAD))) {
            throw Problem.badRequest(
                    "bad-activity", "Rejecting activity from more than an hour in the future: " + time);
        }
        return time;
    }

    private static Instant instant(TemporalAccessor time) {
        return switch (time) {
            case OffsetDateTime there -> there.toInstant();
            case LocalDateTime here -> here.toInstant(ZoneOffset.UTC);
            default -> LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
        };
    }
}
