package dev.orrery.server;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API's description, written once as YAML and served as JSON at {@code /api/v1/openapi.json}. */
final class ApiDocument {
    private byte[] json = {};

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/openapi.json", Scope.PUBLIC, this::get));
    }

    private void get(Exchange exchange) {
        exchange.send(200, "application/json", json());
    }

    private synchronized byte[] json() {
        if (json.length == 0) {
            json = Exchange.JSON.writeValueAsBytes(load());
        }
        return json;
    }

    static Object load() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("/api/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("no openapi.yaml on the class path");
            }
            return new Load(LoadSettings.builder()
                            .setMaxAliasesForCollections(0)
                            .build())
                    .loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
