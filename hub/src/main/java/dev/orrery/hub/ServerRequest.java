package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What JupyterHub's API is told of a server that is started, defined or changed.
 *
 * @param displayName null where it is not said
 * @param options for its start, JSON; null where they are not said
 * @param name another one; null where it keeps its own
 */
record ServerRequest(
        @Nullable String displayName,
        @Nullable String options,
        @Nullable String name) {
    private static final Set<String> MEMBERS = Set.of("name", "display_name", "user_options");
    private static final int MOST_LETTERS = 200;

    /** For a start: a body with neither {@code display_name} nor {@code user_options} is, as before version 6, the options. */
    static ServerRequest ofStart(Exchange exchange) {
        Optional<ObjectNode> body = HubBody.object(exchange);
        if (body.isEmpty()) {
            return new ServerRequest(null, null, null);
        }
        ObjectNode given = body.get();
        boolean isNew = given.has("display_name") || given.has("user_options");
        return isNew
                ? new ServerRequest(text(given, "display_name"), options(given), null)
                : new ServerRequest(null, given.toString(), null);
    }

    /** For a change: at least one of the members, and no other. */
    static ServerRequest ofChange(Exchange exchange) {
        ObjectNode body = HubBody.orEmpty(exchange);
        if (body.isEmpty()) {
            throw Problem.badRequest("bad-body", "Must specify at least one field to modify.");
        }
        HubBody.requireKnown(body, MEMBERS);
        if (body.path("user_options").isNull()) {
            throw Problem.badRequest("bad-body", "user_options must be an object");
        }
        return new ServerRequest(text(body, "display_name"), options(body), text(body, "name"));
    }

    private static @Nullable String text(JsonNode body, String member) {
        JsonNode given = body.path(member);
        if (given.isMissingNode() || (given.isNull() && member.equals("name"))) {
            return null;
        }
        if (!given.isString()) {
            throw Problem.badRequest("bad-body", member + " must be a string");
        }
        if (given.stringValue().length() > MOST_LETTERS) {
            throw Problem.badRequest("bad-name", "A " + member + " has at most " + MOST_LETTERS + " characters.");
        }
        return given.stringValue();
    }

    private static @Nullable String options(JsonNode body) {
        JsonNode given = body.path("user_options");
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        if (!given.isObject()) {
            throw Problem.badRequest("bad-body", "user_options must be an object or null");
        }
        return given.toString();
    }

    /** What people call the server, where it is said. */
    Optional<String> shown() {
        return Optional.ofNullable(displayName).filter(text -> !text.isEmpty());
    }
}
