package dev.orrery.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * No sandbox: the workload runs as the server's own user, and can read and change all that this user can. For a server of one
 * person on a machine without bubblewrap. Nothing is mounted: where the command, the environment or the folder name a
 * mount's target, they get its source; {@code /tmp} as a value becomes a folder in the workload's record, since on the host it
 * is everybody's. A read-only mount is not read-only. When the first process ends, all of its process group is killed; what
 * made itself a session of its own and let go of its parent lives on.
 *
 * @param newSession the beginning of a command line that gives the rest a session of its own
 */
record Unconfined(List<String> newSession) implements Confinement {
    /** In the workload's record: the process id of its first process. */
    static final String FIRST = "first";

    /** In the workload's record: its temporary folder. */
    static final String TEMPORARY = "tmp";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Override
    public SeenPaths paths(Workload workload, Path record) {
        SeenPaths paths = SeenPaths.of(workload.mounts(), Mount::source);
        Path temporary = record.resolve(TEMPORARY);
        return paths.with(new SeenPaths.Seen(temporary, Path.of("/tmp"), temporary));
    }

    @Override
    public boolean hidesNames() {
        return false;
    }

    /** A shell script, for its owner's eyes only. */
    @Override
    public String arguments(Workload workload, Path record) {
        SeenPaths paths = paths(workload, record);
        StringBuilder script = new StringBuilder("exec 3<&-\n");
        script.append("echo $$ >").append(FIRST).append(" || exit 125\n");
        script.append("cd ").append(quoted(paths.visible(workload.workdir()).toString()));
        script.append(" || exit 125\n");
        workload.environment()
                .forEach((name, value) -> script.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(paths.rewrite(value)))
                        .append('\n'));
        return script.append(workload.command().stream()
                        .map(word -> quoted(paths.rewrite(word)))
                        .collect(Collectors.joining(" ", "exec ", "\n")))
                .toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public List<String> command(Workload workload, boolean processesLimited) {
        List<String> command = new ArrayList<>(newSession);
        command.addAll(List.of("/usr/bin/env", "-i", "/bin/sh", "./" + WorkloadRecord.ARGUMENTS));
        return command;
    }

    @Override
    public void check(Workload workload) {
        Confinement.checkPaths(workload);
        for (String name : workload.environment().keySet()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw new LaunchException(
                        "Workload " + workload.id() + " has the environment variable '" + name
                                + "', which a shell cannot set.",
                        "Name it with letters, digits and '_' only, or install bubblewrap.");
            }
        }
    }
}
