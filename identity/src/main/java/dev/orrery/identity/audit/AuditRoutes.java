package dev.orrery.identity.audit;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/audit}: the audit log, for administrators. */
public final class AuditRoutes {
    private static final int PAGE = 100;

    private final AuditLog log;

    public AuditRoutes(AuditLog log) {
        this.log = log;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/audit", Scope.ADMIN_USERS, this::find));
    }

    /** @param next what the next page is asked with as {@code cursor}; null on the last */
    private record PageView(
            List<EntryView> entries, @Nullable String next) {}

    private record EntryView(
            String id,
            Instant at,
            String actorKind,
            String actor,
            String action,
            String object,
            String result,
            String detail,
            String address) {
        static EntryView of(AuditEntry entry) {
            return new EntryView(
                    entry.id(),
                    entry.at(),
                    entry.actorKind(),
                    entry.actor(),
                    entry.action(),
                    entry.object(),
                    entry.result().text(),
                    entry.detail(),
                    entry.address());
        }
    }

    private void find(Exchange exchange) {
        AuditQuery query = query(exchange);
        List<AuditEntry> found = log.find(query);
        String next = found.size() == query.limit() ? found.getLast().id() : null;
        exchange.json(200, new PageView(found.stream().map(EntryView::of).toList(), next));
    }

    private static AuditQuery query(Exchange exchange) {
        long limit = exchange.query("limit", PAGE);
        if (limit < 1 || limit > AuditQuery.MOST) {
            throw Problem.badRequest("bad-query", "'limit' must be 1 to " + AuditQuery.MOST + ".");
        }
        return new AuditQuery(
                text(exchange, "actor"),
                text(exchange, "action"),
                text(exchange, "object"),
                result(exchange.query("result")),
                text(exchange, "q"),
                time(exchange, "from"),
                time(exchange, "to"),
                text(exchange, "cursor"),
                (int) limit);
    }

    private static @Nullable String text(Exchange exchange, String name) {
        String text = exchange.query(name).filter(given -> !given.isEmpty()).orElse(null);
        if (text != null && text.indexOf('\0') >= 0) {
            throw Problem.badRequest("bad-query", "'" + name + "' holds a character that no text has.");
        }
        return text;
    }

    private static @Nullable AuditResult result(Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return null;
        }
        return Stream.of(AuditResult.values())
                .filter(result -> result.text().equals(text.get()))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("bad-query", "'result' must be done, refused or failed."));
    }

    private static @Nullable Instant time(Exchange exchange, String name) {
        String text = text(exchange, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(
                    "bad-query", "'" + name + "' must be a time such as 2026-03-01T00:00:00Z, but is '" + text + "'.");
        }
    }
}
