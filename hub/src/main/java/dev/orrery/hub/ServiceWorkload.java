package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Mount;
import dev.orrery.launch.Resources;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a managed service is to the launcher: its command with the variables that JupyterHub would set. */
final class ServiceWorkload {
    private final HubConfig config;

    ServiceWorkload(HubConfig config) {
        this.config = config;
    }

    static WorkloadId id(Service service) {
        return new WorkloadId(service.plainName());
    }

    /** @param home the service's own folder, which it may write */
    Workload of(Service service, Service.Managed managed, Account account, Environment environment, Path home) {
        Path inside = Path.of("/home", account.name());
        List<Mount> mounts = new ArrayList<>();
        environment.readOnlyPaths().forEach(path -> mounts.add(Mount.readOnly(path)));
        mounts.add(new Mount(home, inside, true));
        Path workdir = inside;
        if (managed.folder() != null) {
            workdir = Path.of(managed.folder());
            mounts.add(Mount.readOnly(workdir));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", environment.prefix().resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", inside.toString());
        variables.put("USER", account.name());
        variables.put("LANG", "C.UTF-8");
        variables.putAll(managed.environment());
        variables.putAll(hub(service));
        return new Workload(
                id(service),
                account,
                managed.command(),
                variables,
                workdir,
                mounts,
                Resources.unlimited(),
                log(service));
    }

    Path log(Service service) {
        return config.logs().resolve(service.plainName() + ".log");
    }

    private Map<String, String> hub(Service service) {
        String token = Objects.requireNonNullElse(service.apiToken(), "");
        String access = json(List.of(service.accessScope(), "access:services"));
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JUPYTERHUB_SERVICE_NAME", service.name());
        variables.put("JUPYTERHUB_API_TOKEN", token);
        variables.put("JUPYTERHUB_API_URL", config.origin() + "/hub/api");
        variables.put("JUPYTERHUB_BASE_URL", "/");
        variables.put("JUPYTERHUB_HOST", "");
        variables.put("JUPYTERHUB_CLIENT_ID", service.oauth().clientId());
        variables.put("JUPYTERHUB_OAUTH_CALLBACK_URL", service.oauth().redirectUri());
        variables.put("JUPYTERHUB_OAUTH_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access);
        variables.put(
                "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", json(service.oauth().scopes()));
        variables.put("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", "0");
        variables.put("JUPYTERHUB_PUBLIC_HUB_URL", config.publicUrl() + "/hub/");
        if (service.url() != null) {
            variables.put("JUPYTERHUB_SERVICE_URL", service.url().toString());
            variables.put("JUPYTERHUB_SERVICE_PREFIX", service.prefix());
            variables.put("JUPYTERHUB_PUBLIC_URL", config.publicUrl() + service.prefix());
        }
        return variables;
    }

    private static String json(List<String> texts) {
        return Exchange.JSON.writeValueAsString(texts);
    }
}
