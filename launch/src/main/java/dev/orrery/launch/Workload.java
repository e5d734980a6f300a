package dev.orrery.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Something to run apart from the server: a user's JupyterLab, one attempt of a task.
 *
 * @param command     program and arguments; the program is found through the environment's PATH, inside of the sandbox
 * @param environment the whole environment, nothing is added but PWD; its values are kept in a file that only the server reads
 * @param workdir     absolute path inside of the sandbox
 * @param log         where standard output and error are appended to: absolute path on the host, its folder exists
 */
public record Workload(
        WorkloadId id,
        Account account,
        List<String> command,
        Map<String, String> environment,
        Path workdir,
        List<Mount> mounts,
        Resources resources,
        Path log) {
    public Workload {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
        if (command.isEmpty() || command.stream().anyMatch(Workload::holdsNul)) {
            throw new IllegalArgumentException("A workload's command is not empty and holds no NUL: " + id);
        }
        for (var variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.contains("=") || holdsNul(name) || holdsNul(variable.getValue())) {
                // The value may be a secret: only the name is told.
                throw new IllegalArgumentException("Not an environment variable: " + name);
            }
        }
        if (!workdir.isAbsolute() || !log.isAbsolute()) {
            throw new IllegalArgumentException(
                    "A workload's folder and log are absolute paths: " + workdir + ", " + log);
        }
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** Without the values of the environment, which may be secrets. */
    @Override
    public String toString() {
        return "Workload[" + id + ", " + account + ", " + command + ", environment of " + environment.keySet() + "]";
    }
}
