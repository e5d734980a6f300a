package dev.orrery.runner;

import dev.orrery.kernel.ExecutionOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an attempt's process is told by its environment.
 *
 * @param api where the server is, such as {@code http://127.0.0.1:8000}
 * @param token good for this attempt alone
 * @param prefix the Python environment to run in
 * @param patience how long the result is offered to a server that is away, the notebook being done
 * @param kernelEnvironment what the kernel gets: all but what belongs to the platform
 */
record AttemptSettings(URI api, String token, Path prefix, Duration patience, Map<String, String> kernelEnvironment) {
    static final String API_URL = "ORRERY_API_URL";
    static final String TOKEN = "ORRERY_ATTEMPT_TOKEN";
    static final String PREFIX = "ORRERY_ENVIRONMENT_PREFIX";
    static final String PATIENCE = "ORRERY_RESULT_PATIENCE_SECONDS";

    AttemptSettings {
        kernelEnvironment = Map.copyOf(kernelEnvironment);
    }

    /** @throws RunnerException naming the variable that is missing or wrong */
    static AttemptSettings from(Map<String, String> environment) {
        Map<String, String> kernel = new LinkedHashMap<>(environment);
        kernel.keySet().removeIf(name -> name.equals(API_URL) || name.equals(TOKEN) || name.equals(PATIENCE));
        Path prefix = Path.of(required(environment, PREFIX));
        // What a notebook starts by name (!python, !pip) is to be its own environment's.
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        String bin = prefix.resolve("bin").toString();
        kernel.put("PATH", path.startsWith(bin + ":") ? path : bin + ":" + path);
        return new AttemptSettings(
                uri(required(environment, API_URL)),
                required(environment, TOKEN),
                prefix,
                seconds(environment.getOrDefault(PATIENCE, "600")),
                kernel);
    }

    /** The same for whoever has another token. */
    AttemptSettings withToken(String other) {
        return new AttemptSettings(api, other, prefix, patience, kernelEnvironment);
    }

    /** How the kernel of an attempt is started, and what holds for its cells; {@code more} is over its other variables. */
    ExecutionOptions execution(Path workdir, Map<String, String> more) {
        Map<String, String> variables = new ValueFolder(workdir).over(kernelEnvironment);
        variables.putAll(more);
        return new ExecutionOptions("python3", workdir, variables, List.of(prefix.resolve("share/jupyter")))
                // A sandbox has its /tmp in memory.
                .withSpool(workdir);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AttemptSettings[api=" + api + ", prefix=" + prefix + "]";
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new RunnerException(
                    "The variable " + name + " is not set. An attempt is started by the server, not by hand;"
                            + " to execute a notebook yourself: orrery run IN OUT");
        }
        return value;
    }

    private static URI uri(String text) {
        URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new RunnerException(API_URL + " is no http or https URL.");
        }
        return uri;
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new RunnerException(PATIENCE + " is no whole number of seconds: " + text, e);
        }
    }
}
