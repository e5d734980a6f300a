package dev.orrery.server;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** openapi.yaml and the program's endpoints say the same: method, path, names of path parameters, and scope. */
class ApiDocumentTest {
    private static final String API = "/api/v1";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @TempDir
    Path home;

    @Test
    void describesEveryEndpointAndNoOther() throws Exception {
        try (TestingProgram program = new TestingProgram(home)) {
            HttpResponse<String> document = program.get(API + "/openapi.json");

            assertEquals(200, document.statusCode());
            assertEquals(mounted(program.main()), described(Exchange.JSON.readTree(document.body())));
        }
    }

    @Test
    void publicEndpointsAreThoseThatNeedNoCredentials() {
        operations(Exchange.JSON.valueToTree(ApiDocument.load()), (name, operation) -> {
            boolean open = operation.path("security").isArray()
                    && operation.path("security").isEmpty();
            assertEquals(operation.path("x-scope").asString("").equals("public"), open, name);
        });
    }

    @Test
    void everyOperationHasANameOfItsOwn() {
        Set<String> names = new TreeSet<>();
        operations(
                Exchange.JSON.valueToTree(ApiDocument.load()),
                (name, operation) ->
                        assertTrue(names.add(operation.path("operationId").asString("")), name));
    }

    private static TreeSet<String> mounted(Main main) {
        return main.endpoints().stream()
                .filter(endpoint -> endpoint.path().startsWith(API + "/"))
                .map(endpoint -> endpoint.method().text() + " "
                        + endpoint.path().substring(API.length()) + " "
                        + endpoint.scope().text())
                .collect(toCollection(TreeSet::new));
    }

    private static TreeSet<String> described(JsonNode document) {
        TreeSet<String> described = new TreeSet<>();
        operations(
                document,
                (name, operation) ->
                        described.add(name + " " + operation.path("x-scope").asString("")));
        return described;
    }

    private interface Visitor {
        void visit(String methodAndPath, JsonNode operation);
    }

    private static void operations(JsonNode document, Visitor visitor) {
        document.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(operation -> visitor.visit(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }
}
