package dev.orrery.identity.login;

import dev.orrery.database.Database;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Exchange;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.IdentityRoutes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The module's endpoints on a server of its own, with a login.json; and browsers that keep their cookies. */
final class TestingEntrance implements AutoCloseable {
    final Database database;
    final Identity identity;
    final Set<String> members = new TreeSet<>();
    final String url;
    private final WebServer web;

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    TestingEntrance(Path folder, int port, String loginJson) throws IOException {
        url = "http://127.0.0.1:" + port;
        database = Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
        identity = Identity.open(database, Clock.systemUTC());
        Path file = Files.writeString(folder.resolve("login.json"), loginJson);
        GroupMembers groups = new GroupMembers() {
            @Override
            public void join(String group, String user) {
                members.add(group + "/" + user);
            }

            @Override
            public void leave(String group, String user) {
                members.remove(group + "/" + user);
            }
        };
        LoginSettings settings = LoginSettings.read(file, Map.of("SECRET", "a-secret-of-the-test"));
        Logins logins = new Logins(database, identity, settings, URI.create(url), groups, Clock.systemUTC());
        HttpRouting.Builder routing = HttpRouting.builder();
        Endpoints endpoints = new Endpoints(new IdentityAuthenticator(identity), IdentityRoutes::problem);
        endpoints.mount(routing, new IdentityRoutes(identity, logins.passwordCheck()).endpoints());
        endpoints.mount(routing, new ProviderRoutes(logins, identity).endpoints());
        endpoints.mount(routing, new FormLogin(identity, logins).endpoints());
        web = WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .routing(routing)
                .build()
                .start();
    }

    Browser browser() {
        return new Browser();
    }

    /** Follows no redirect by itself. */
    final class Browser {
        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();

        HttpResponse<String> get(URI address) throws Exception {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> get(String path) throws Exception {
            return get(URI.create(url + path));
        }

        HttpResponse<String> post(URI address, String form) throws Exception {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        JsonNode json(String path) throws Exception {
            return Exchange.JSON.readTree(get(path).body());
        }

        /** Whose session the browser has; empty: none. */
        String name() throws Exception {
            return json("/api/v1/me").path("name").asString("");
        }
    }

    static URI location(HttpResponse<String> answer) {
        return answer.request()
                .uri()
                .resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    @Override
    public void close() {
        web.stop();
        database.close();
    }
}
