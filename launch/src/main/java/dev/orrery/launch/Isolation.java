package dev.orrery.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * How well this host keeps the code of one user from another's and from the platform. The server prints it, and takes no
 * second user when {@link #separatesUsers} is false unless its configuration says so.
 *
 * @param identity who the code is for the host
 * @param gaps     what is missing, each with its reason and remedy
 */
public record Isolation(
        Identity identity, boolean memoryLimits, boolean cpuLimits, boolean processLimits, List<Gap> gaps) {
    public Isolation {
        gaps = List.copyOf(gaps);
    }

    /** Who a workload's processes are for the host's kernel. */
    public enum Identity {
        /** A host user id of each account's own, inside of a sandbox. */
        OWN_USER,
        /** The server's own user for all accounts, inside of a sandbox with a user namespace. */
        USER_NAMESPACE,
        /** The server's own user for all accounts, and no sandbox: code can read and change all that the server can. */
        SAME_USER,
        /** No sandbox can be made here, and the server is root: no workload is started at all. */
        NONE
    }

    /** One thing that is missing. */
    public record Gap(String what, String why, String remedy) {
        @Override
        public String toString() {
            return what + ": " + why + ". " + remedy;
        }
    }

    /** Whether files and processes of one account are out of another's reach. */
    public boolean separatesUsers() {
        return switch (identity) {
            case OWN_USER, USER_NAMESPACE -> true;
            case SAME_USER, NONE -> false;
        };
    }

    /** For people: a line for what there is, a line for each gap. */
    public List<String> inWords() {
        String level = switch (identity) {
            case OWN_USER -> "Sandbox: each user's code runs as a user id of its own";
            case USER_NAMESPACE -> "Sandbox: users' code runs as the server's user, in user namespaces apart";
            case SAME_USER ->
                "No sandbox: code in notebooks runs as the server's own user, and can read and change all that it can";
            case NONE -> "No sandbox: users' code cannot be run";
        };
        List<String> lines = new ArrayList<>(List.of(level));
        gaps.forEach(gap -> lines.add(gap.toString()));
        return List.copyOf(lines);
    }
}
