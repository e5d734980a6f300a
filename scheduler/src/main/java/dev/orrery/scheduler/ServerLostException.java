package dev.orrery.scheduler;

/** Another server has taken over from this one, which was taken for dead: what it wanted to do was not done. */
final class ServerLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerLostException(String name) {
        super("the server " + name + " was taken for dead, and another has taken over from it");
    }
}
