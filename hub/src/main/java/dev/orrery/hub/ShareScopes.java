package dev.orrery.hub;

import dev.orrery.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which scopes a server may be shared with. */
final class ShareScopes {
    private static final Set<String> SHAREABLE =
            Set.of("access:servers", "servers", "read:servers", "start:servers", "delete:servers");

    private ShareScopes() {}

    /** Those that a request names, each for the server alone; to open it, where it names none. */
    static List<String> of(JsonNode body, ServerName server) {
        String filter = "!server=" + server.text();
        List<String> scopes = new ArrayList<>();
        for (JsonNode one : body.path("scopes")) {
            String text = one.asString("");
            String scope = withoutFilter(text);
            if (!SHAREABLE.contains(scope) || !(text.equals(scope) || text.equals(scope + filter))) {
                throw Problem.badRequest(
                        "bad-scope",
                        "Scopes of a share must be of servers and filtered to " + filter + ", and this is not: "
                                + text);
            }
            scopes.add(scope + filter);
        }
        return scopes.isEmpty() ? List.of("access:servers" + filter) : scopes;
    }

    static String withoutFilter(String scope) {
        int filter = scope.indexOf('!');
        return filter < 0 ? scope : scope.substring(0, filter);
    }
}
