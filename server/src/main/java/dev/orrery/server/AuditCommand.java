package dev.orrery.server;

import dev.orrery.http.Exchange;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.identity.audit.AuditQuery;
import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** {@code orrery audit}: the audit log on a terminal. */
final class AuditCommand {
    private final AuditLog log;
    private final PrintStream out;

    AuditCommand(AuditLog log, PrintStream out) {
        this.log = log;
        this.out = out;
    }

    int run(ParseResult given) {
        List<AuditEntry> found = log.find(new AuditQuery(
                text(given, "--actor"),
                text(given, "--action"),
                text(given, "--object"),
                null,
                text(given, "--search"),
                time(given, "--from"),
                time(given, "--to"),
                null,
                limit(given)));
        if (given.hasMatchedOption("--json")) {
            out.println(Exchange.JSON.writeValueAsString(
                    Map.of("entries", found.stream().map(AuditCommand::json).toList())));
        } else {
            found.forEach(entry -> out.println(line(entry)));
        }
        return 0;
    }

    private static Map<String, Object> json(AuditEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("at", entry.at());
        json.put("actor_kind", entry.actorKind());
        json.put("actor", entry.actor());
        json.put("action", entry.action());
        json.put("object", entry.object());
        json.put("result", entry.result().text());
        json.put("detail", entry.detail());
        json.put("address", entry.address());
        return json;
    }

    private static String line(AuditEntry entry) {
        String actor = entry.actorKind() + (entry.actor().isEmpty() ? "" : " " + entry.actor());
        String result = entry.result().text() + (entry.detail().isEmpty() ? "" : " (" + entry.detail() + ")");
        return "%s  %-24s  %-9s  %s %s"
                .formatted(entry.at().truncatedTo(ChronoUnit.SECONDS), actor, result, entry.action(), entry.object())
                .strip();
    }

    private static int limit(ParseResult given) {
        String text = given.matchedOptionValue("--limit", "100");
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= AuditQuery.MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("'--limit' must be 1 to " + AuditQuery.MOST + ", but is '" + text + "'.");
    }

    private static @Nullable String text(ParseResult given, String option) {
        return given.matchedOptionValue(option, (String) null);
    }

    private static @Nullable Instant time(ParseResult given, String option) {
        String text = text(given, option);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "'" + option + "' must be a time such as 2026-03-01T00:00:00Z, but is '" + text + "'.");
        }
    }
}
