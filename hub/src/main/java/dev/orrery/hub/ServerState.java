package dev.orrery.hub;

import java.util.Set;

/** What a user server is doing. The table of legal changes stands in {@link #next}. */
public enum ServerState {
    STOPPED("stopped"),
    STARTING("starting"),
    READY("ready"),
    STOPPING("stopping"),
    FAILED("failed");

    private final String text;

    ServerState(String text) {
        this.text = text;
    }

    /** As the API and the database write it. */
    public String text() {
        return text;
    }

    static ServerState of(String text) {
        for (ServerState state : values()) {
            if (state.text.equals(text)) {
                return state;
            }
        }
        throw new IllegalStateException("unknown server state " + text);
    }

    /** What may come after it. */
    Set<ServerState> next() {
        return switch (this) {
            case STOPPED, FAILED -> Set.of(STARTING);
            case STARTING -> Set.of(READY, STOPPING, STOPPED, FAILED);
            case READY -> Set.of(STOPPING, STOPPED, FAILED);
            case STOPPING -> Set.of(STOPPED);
        };
    }

    /** Whether there is, or may be, a process. */
    boolean isAlive() {
        return switch (this) {
            case STARTING, READY, STOPPING -> true;
            case STOPPED, FAILED -> false;
        };
    }
}
