package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that is to be refused, as a stranger or a user may send it.
 *
 * @param token whose it is: that of {@code root}, {@code ana} or {@code gone}, or the token itself; empty for none
 * @param status what the server answers
 * @param audited the action's beginning in the audit log; empty for what only looks
 */
record BadRequest(
        String what, String method, String path, String type, String body, String token, int status, String audited) {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";
    static final String CLIENT = "client_id=jupyterhub-user-ana&redirect_uri=%2Fuser%2Fana%2Foauth_callback";

    @Override
    public String toString() {
        return what + ": " + method + " " + path;
    }

    static List<BadRequest> all() {
        List<BadRequest> tries = new ArrayList<>();
        // Names that look like others, or like paths. U+0430 is a Cyrillic letter that looks like an "a".
        for (String name : List.of(
                "\u0430na", "ana\u200b", "\uff41na", "Ana", "ana/", "../ana", "..", "a".repeat(300), "ana\u0000", "")) {
            String quoted = Exchange.JSON.writeValueAsString(name);
            tries.add(new BadRequest(
                    "a user's name",
                    "POST",
                    "/api/v1/users",
                    JSON,
                    "{\"name\": " + quoted + "}",
                    "root",
                    400,
                    "add user"));
            tries.add(new BadRequest(
                    "a user's name",
                    "POST",
                    "/hub/api/users",
                    JSON,
                    "{\"usernames\": [" + quoted + "]}",
                    "root",
                    // JupyterHub makes upper case lower, and then there is one.
                    name.equals("Ana") ? 409 : 400,
                    "POST /hub/api/users"));
        }
        for (String name : List.of("..%2F..%2Fetc", "%2e%2e", "a%2Fb", "a%00b", "\u0430".repeat(2))) {
            String raw = name.startsWith("\u0430") ? URLEncoder.encode(name, StandardCharsets.UTF_8) : name;
            // An encoded slash ends a part of a path here: what is behind it is no endpoint's.
            boolean isPath = raw.contains("%2F");
            for (String path : List.of(
                    "/hub/api/users/",
                    "/hub/api/users/ana/servers/",
                    "/api/v1/servers/",
                    "/api/v1/admin/users/ana/servers/")) {
                String audited = isPath
                        ? ""
                        : path.contains("admin")
                                ? "start server"
                                : path.startsWith("/hub") ? "POST /hub/api/users/{name}" : "POST /servers/{server}";
                tries.add(new BadRequest(
                        "a name in a path", "POST", path + raw, JSON, "{}", "root", isPath ? 404 : 400, audited));
            }
        }
        tries.add(new BadRequest(
                "a group's name", "POST", "/hub/api/groups/a%21b", JSON, "{}", "root", 400, "POST /hub/api/groups"));
        tries.add(new BadRequest(
                "too long a form",
                "POST",
                "/hub/login",
                FORM,
                "username=" + "a".repeat(70_000),
                "",
                413,
                "POST /hub/login"));
        tries.add(new BadRequest(
                "too long a form", "POST", "/hub/api/oauth2/token", FORM, "code=" + "a".repeat(70_000), "", 400, ""));
        tries.add(new BadRequest(
                "a forged state", "GET", "/hub/oauth_callback?state=forged&code=x", FORM, "", "", 302, "login"));
        tries.add(new BadRequest(
                "a login without its cookie",
                "POST",
                "/hub/login?next=//evil.example",
                FORM,
                "username=ana&password=x&_xsrf=y",
                "",
                403,
                "login"));
        tries.add(new BadRequest(
                "a wrong password",
                "POST",
                "/api/v1/login",
                JSON,
                "{\"name\": \"ana\", \"password\": \"wrong\"}",
                "",
                401,
                "login"));
        tries.add(new BadRequest(
                "an unknown client",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=x&redirect_uri=https://evil.example/",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new BadRequest(
                "a foreign redirect",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=jupyterhub-user-ana&redirect_uri=https://evil.example/",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new BadRequest(
                "a foreign redirect",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=jupyterhub-user-ana&redirect_uri=/user/ana/oauth_callback/../../../evil",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new BadRequest(
                "a code that is none",
                "POST",
                "/hub/api/oauth2/token",
                FORM,
                CLIENT + "&grant_type=authorization_code&code=forged&client_secret=SERVER",
                "",
                400,
                "POST /hub/api/oauth2/token"));
        tries.add(new BadRequest(
                "a client's wrong secret",
                "POST",
                "/hub/api/oauth2/token",
                FORM,
                CLIENT + "&grant_type=authorization_code&code=x&client_secret=y",
                "",
                401,
                "POST /hub/api/oauth2/token"));
        tries.add(new BadRequest("a deleted user's token", "GET", "/api/v1/me", JSON, "", "gone", 401, "GET /me"));
        tries.add(new BadRequest(
                "a deleted user's token", "GET", "/hub/api/user", JSON, "", "gone", 403, "GET /hub/api/user"));
        tries.add(new BadRequest(
                "a deleted user's token",
                "POST",
                "/hub/api/users/ana/server",
                JSON,
                "{}",
                "gone",
                403,
                "POST /hub/api/users/{name}/server"));
        tries.add(new BadRequest(
                "a forged token", "POST", "/api/v1/users", JSON, "{\"name\": \"eva\"}", "forged", 401, "POST /users"));
        tries.add(new BadRequest(
                "a user's token where an administrator's is needed",
                "POST",
                "/api/v1/users",
                JSON,
                "{\"name\": \"eva\", \"admin\": true}",
                "ana",
                403,
                "POST /users"));
        tries.add(new BadRequest(
                "JSON that is none", "POST", "/api/v1/users", JSON, "{\"name\": ", "root", 400, "POST /users"));
        tries.add(new BadRequest(
                "a member that is none",
                "POST",
                "/api/v1/users",
                JSON,
                "{\"name\": \"eva\", \"uid\": 0}",
                "root",
                400,
                "POST /users"));
        tries.add(new BadRequest(
                "too deep a JSON",
                "POST",
                "/hub/api/users",
                JSON,
                "[".repeat(100_000),
                "root",
                400,
                "POST /hub/api/users"));
        return tries;
    }
}
