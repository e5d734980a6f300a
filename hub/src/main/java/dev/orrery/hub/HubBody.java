package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of requests as JupyterHub takes them: what is wrong with one is told by a 400. */
final class HubBody {
    private HubBody() {}

    /** The body; empty where there is none, or null. */
    static Optional<JsonNode> of(Exchange exchange) {
        if (!exchange.request().content().hasEntity()) {
            return Optional.empty();
        }
        JsonNode body = exchange.body(JsonNode.class);
        return body.isNull() || body.isMissingNode() ? Optional.empty() : Optional.of(body);
    }

    /** The body, which must be an object where it is not empty. */
    static Optional<ObjectNode> object(Exchange exchange) {
        return of(exchange).filter(body -> !isNothing(body)).map(body -> {
            if (body instanceof ObjectNode object) {
                return object;
            }
            throw Problem.badRequest("bad-body", "Body must be a JSON object");
        });
    }

    /** The body, which must be an object; an empty one where there is none. */
    static ObjectNode orEmpty(Exchange exchange) {
        return object(exchange).orElseGet(Exchange.JSON::createObjectNode);
    }

    /** What Python takes for false: clients send {@code []} and {@code ""} for nothing. */
    private static boolean isNothing(JsonNode body) {
        return (body.isContainer() && body.isEmpty())
                || (body.isString() && body.stringValue().isEmpty());
    }

    /** Refuses members that are not in the model, or of another type. */
    static void requireModel(JsonNode body, String what, Map<String, Predicate<JsonNode>> model) {
        if (!body.isObject()) {
            throw Problem.badRequest("bad-body", "Invalid JSON data: a " + what + " is an object.");
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            Predicate<JsonNode> type = model.get(member.getKey());
            if (type == null) {
                throw Problem.badRequest("bad-body", "Invalid JSON keys: " + member.getKey());
            }
            if (!type.test(member.getValue())) {
                throw Problem.badRequest("bad-body", what + "." + member.getKey() + " is of the wrong type");
            }
        }
    }

    /** A list of texts; empty where the member is missing. */
    static List<String> texts(JsonNode body, String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : body.path(member)) {
            if (!text.isString()) {
                throw Problem.badRequest("bad-body", member + " must be a list of strings");
            }
            texts.add(text.stringValue());
        }
        return texts;
    }

    /** The texts of a member that is missing, null, or a list of them. */
    static Optional<List<String>> textsOrNull(JsonNode body, String member) {
        JsonNode given = body.path(member);
        if (given.isMissingNode() || given.isNull()) {
            return Optional.empty();
        }
        if (!given.isArray()) {
            throw Problem.badRequest("bad-body", member + " must be null or a list of strings");
        }
        return Optional.of(texts(body, member));
    }

    /** Refuses members that are none of these. */
    static void requireKnown(JsonNode body, Collection<String> members) {
        body.propertyNames().forEach(member -> {
            if (!members.contains(member)) {
                throw Problem.badRequest("bad-body", "Invalid JSON keys: " + member);
            }
        });
    }
}
