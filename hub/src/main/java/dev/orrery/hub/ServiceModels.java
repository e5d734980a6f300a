package dev.orrery.hub;

import dev.orrery.http.Problem;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services as JupyterHub's API shows them: each scope opens its members. */
final class ServiceModels {
    private static final Set<String> ALWAYS = Set.of("kind", "name", "admin");
    private static final Set<String> ROLES = Set.of("roles");

    private ServiceModels() {}

    /** The service that calls, which may know its own name. */
    static Map<String, @Nullable Object> self(HubServices services, String name, Access access) {
        return services.find(name)
                .map(service -> of(services, service, access))
                .orElseThrow(() -> Problem.notFound("No such service: " + name));
    }

    static Map<String, @Nullable Object> of(HubServices services, Service service, Access access) {
        Subject subject = new Subject.Service(service.name());
        Map<String, @Nullable Object> model = new LinkedHashMap<>(all(services, service));
        boolean read = access.may("read:services", subject);
        boolean roles = access.may("read:roles:services", subject);
        model.keySet().removeIf(member -> !ALWAYS.contains(member) && !(ROLES.contains(member) ? roles : read));
        return model;
    }

    private static Map<String, @Nullable Object> all(HubServices services, Service service) {
        Service.Managed managed = service.managed();
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("kind", "service");
        model.put("name", service.name());
        model.put("roles", services.rolesOf(service));
        model.put("admin", service.admin());
        model.put("url", service.url() == null ? "" : service.url().toString());
        model.put("prefix", service.url() == null ? "" : service.prefix());
        model.put("command", managed == null ? List.of() : managed.command());
        model.put("pid", 0);
        model.put("info", service.info());
        model.put("display", service.display());
        return model;
    }
}
