package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import io.helidon.http.HeaderNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in JupyterHub's manner: a plain array, or with {@code Accept: application/jupyterhub-pagination+json} one
 * with its place in the whole.
 */
record HubPage(int offset, int limit, boolean paginated) {
    private static final String PAGINATION = "application/jupyterhub-pagination+json";
    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    static HubPage of(Exchange exchange) {
        boolean paginated = exchange.request()
                .headers()
                .first(HeaderNames.ACCEPT)
                .filter(accept -> accept.contains(PAGINATION))
                .isPresent();
        // Who knows nothing of pages gets as much as there may be. A sign is left out, and no page is empty by its
        // limit.
        long limit = Math.max(1, number(exchange, "limit", paginated ? DEFAULT : MOST));
        long offset = number(exchange, "offset", 0);
        return new HubPage((int) Math.min(offset, Integer.MAX_VALUE), (int) Math.min(limit, MOST), paginated);
    }

    private static long number(Exchange exchange, String name, long otherwise) {
        try {
            return Math.abs(Math.max(exchange.query(name, otherwise), -Long.MAX_VALUE));
        } catch (Problem e) {
            throw Problem.badRequest("bad-page", "Invalid argument type, offset and limit must be integers");
        }
    }

    /** The same, always with its place in the whole. */
    HubPage inItsPlace() {
        return new HubPage(offset, limit, true);
    }

    <T> void answer(Exchange exchange, List<T> all, Function<T, Map<String, @Nullable Object>> model) {
        List<Map<String, @Nullable Object>> items =
                all.stream().skip(offset).limit(limit).map(model).toList();
        answer(exchange, items, all.size());
    }

    /** A part of what has names, as an object. */
    void answer(Exchange exchange, SortedMap<String, ?> all) {
        Map<String, Object> items = new LinkedHashMap<>();
        all.entrySet().stream().skip(offset).limit(limit).forEach(entry -> items.put(entry.getKey(), entry.getValue()));
        answer(exchange, items, all.size());
    }

    private void answer(Exchange exchange, Object items, int total) {
        if (!paginated) {
            exchange.json(200, items);
            return;
        }
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("offset", offset);
        place.put("limit", limit);
        place.put("total", total);
        place.put("next", total - limit > offset ? next(exchange) : null);
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put("_pagination", place);
        exchange.json(200, page);
    }

    private Map<String, Object> next(Exchange exchange) {
        var prologue = exchange.request().prologue();
        StringBuilder query = new StringBuilder();
        if (prologue.hasQuery()) {
            for (String pair : prologue.query().rawValue().split("&", -1)) {
                if (!pair.startsWith("offset=") && !pair.startsWith("limit=")) {
                    query.append(pair).append('&');
                }
            }
        }
        query.append("offset=").append(offset + limit).append("&limit=").append(limit);
        String host = exchange.request().headers().first(HeaderNames.HOST).orElse("");
        String scheme = exchange.request().isSecure() ? "https" : "http";
        return Map.of(
                "offset",
                offset + limit,
                "limit",
                limit,
                "url",
                scheme + "://" + host + prologue.uriPath().rawPath() + "?" + query);
    }
}
