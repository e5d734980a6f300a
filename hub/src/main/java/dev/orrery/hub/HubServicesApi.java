package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /hub/api/services}. They stand in a file that is read at the start: nobody adds or takes away one here. */
final class HubServicesApi {
    private static final String SERVICES = "/hub/api/services";
    private static final String SERVICE = SERVICES + "/{service}";

    private final HubAccess access;
    private final HubServices services;

    HubServicesApi(HubAccess access, HubServices services) {
        this.access = access;
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(SERVICES, Scope.HUB, this::list),
                Endpoint.get(SERVICE, Scope.HUB, this::get),
                Endpoint.post(SERVICE, Scope.HUB, this::create),
                Endpoint.delete(SERVICE, Scope.HUB, this::delete));
    }

    private void list(Exchange exchange) {
        Access caller = access.require(exchange, "list:services");
        Map<String, Object> found = new TreeMap<>();
        for (Service service : services.all()) {
            if (caller.may("list:services", new Subject.Service(service.name()))) {
                found.put(service.name(), ServiceModels.of(services, service, caller));
            }
        }
        exchange.json(200, found);
    }

    private void get(Exchange exchange) {
        String name = exchange.path("service");
        Access caller = access.require(
                exchange, new Subject.Service(name), "read:services", "read:services:name", "read:roles:services");
        exchange.json(200, ServiceModels.of(services, find(name), caller));
    }

    private void create(Exchange exchange) {
        String name = exchange.path("service");
        access.require(exchange, new Subject.Service(name), "admin:services");
        if (services.find(name).isPresent()) {
            throw Problem.conflict("service-taken", "Service " + name + " already exists");
        }
        throw Problem.badRequest(
                "service-file",
                "Failed to create service " + name + ": services stand in hub.json, which is read at the start.");
    }

    private void delete(Exchange exchange) {
        String name = exchange.path("service");
        access.require(exchange, new Subject.Service(name), "admin:services");
        find(name);
        throw new Problem(405, "service-file", "Service " + name + " is not modifiable at runtime", Map.of());
    }

    private Service find(String name) {
        return services.find(name).orElseThrow(() -> Problem.notFound("No such service: " + name));
    }
}
