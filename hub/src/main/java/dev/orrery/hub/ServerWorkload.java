package dev.orrery.hub;

import dev.orrery.identity.ServerTokens;
import dev.orrery.identity.User;
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
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What a user server is to the launcher: the unmodified single-user server with the variables that JupyterHub would set. */
final class ServerWorkload {
    private static final String PREFIX = "server-";

    private final HubConfig config;

    ServerWorkload(HubConfig config) {
        this.config = config;
    }

    /** Unlike any before: an end that is told late must not be taken for the next server's. */
    static WorkloadId newId(ServerName server) {
        String name = server.user().replaceAll("[^a-z0-9]", "-");
        String random = UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
        return new WorkloadId(PREFIX + name + "-" + random);
    }

    static boolean isServer(WorkloadId id) {
        return id.value().startsWith(PREFIX);
    }

    Workload of(
            WorkloadId id,
            User user,
            ServerName server,
            Environment environment,
            Path home,
            int port,
            ServerTokens.Pair tokens,
            ServerSpec spec) {
        Path inside = inside(user);
        Resources limits = spec.resources(config.limits().get());
        // The platform's own come after, so that no profile can take their place.
        Map<String, String> variables = new LinkedHashMap<>(spec.variables());
        variables.putAll(account(user, environment.prefix()));
        variables.putAll(hub(server, port, tokens.hub(), limits));
        if (spec.defaultUrl() != null) {
            variables.put("JUPYTERHUB_DEFAULT_URL", spec.defaultUrl());
        }
        variables.put("ORRERY_API_URL", config.origin() + "/api/v1");
        variables.put("ORRERY_PUBLIC_URL", config.publicUrl().toString());
        variables.put("ORRERY_TOKEN", tokens.api());
        return new Workload(
                id,
                new Account(user.name(), user.uid()),
                List.of(environment
                        .prefix()
                        .resolve("bin/jupyterhub-singleuser")
                        .toString()),
                variables,
                inside,
                mounts(user, environment, home),
                limits,
                log(server));
    }

    Path log(ServerName server) {
        return config.logs().resolve(server.fileName() + ".log");
    }

    /** Where a user's programs find the home. */
    static Path inside(User user) {
        return Path.of("/home", user.name());
    }

    /** What a user's programs see beside the system: the environment and the home. */
    static List<Mount> mounts(User user, Environment environment, Path home) {
        List<Mount> mounts = new ArrayList<>();
        environment.readOnlyPaths().forEach(path -> mounts.add(Mount.readOnly(path)));
        mounts.add(new Mount(home, inside(user), true));
        return mounts;
    }

    /** The variables that any program of a user's has. */
    static Map<String, String> account(User user, Path prefix) {
        return Map.of(
                "HOME",
                inside(user).toString(),
                "USER",
                user.name(),
                "SHELL",
                "/bin/bash",
                "LANG",
                "C.UTF-8",
                "VIRTUAL_ENV",
                prefix.toString(),
                "PATH",
                prefix.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    }

    private Map<String, String> hub(ServerName server, int port, String token, Resources limits) {
        String name = server.user();
        String prefix = server.prefix();
        String api = config.origin() + "/hub/api";
        String access = "[\"access:servers!server=" + server.text() + "\", \"access:servers!user=" + name + "\"]";
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JUPYTERHUB_API_TOKEN", token);
        variables.put("JPY_API_TOKEN", token);
        variables.put("JUPYTERHUB_CLIENT_ID", server.clientId());
        variables.put("JUPYTERHUB_HOST", config.hosts().platform());
        variables.put(
                "JUPYTERHUB_OAUTH_CALLBACK_URL",
                OAuthClient.OfServer.at(server, config.hosts()).redirectUri());
        variables.put(
                "JUPYTERHUB_PUBLIC_URL",
                config.publicUrl().resolve(config.hosts().url(name, prefix)).toString());
        variables.put("JUPYTERHUB_PUBLIC_HUB_URL", config.publicUrl() + "/hub/");
        variables.put("JUPYTERHUB_OAUTH_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", "[]");
        variables.put("JUPYTERHUB_USER", name);
        variables.put("JUPYTERHUB_SERVER_NAME", server.name());
        variables.put("JUPYTERHUB_API_URL", api);
        variables.put("JUPYTERHUB_ACTIVITY_URL", api + "/users/" + name + "/activity");
        variables.put("JUPYTERHUB_BASE_URL", "/");
        variables.put("JUPYTERHUB_SERVICE_PREFIX", prefix);
        variables.put("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:" + port + prefix);
        variables.put("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", "0");
        variables.put("JUPYTERHUB_DEFAULT_URL", config.defaultUrl());
        Long memory = limits.memoryBytes();
        if (memory != null) {
            variables.put("MEM_LIMIT", memory.toString());
        }
        Double cpus = limits.cpus();
        if (cpus != null) {
            variables.put("CPU_LIMIT", cpus.toString());
        }
        return variables;
    }
}
