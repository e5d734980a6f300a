package dev.orrery.http;

import io.helidon.http.Method;

/**
 * One thing that the server answers to: method, path, the scope that the caller needs, and what to do.
 *
 * @param path as Helidon matches it, such as {@code /api/v1/dags/{dag_id}}; a trailing {@code /*} takes all below
 * @param isNews whether it changes something that a {@link Recorder} should write down when it succeeds
 */
public record Endpoint(Method method, String path, Scope scope, Handler handler, boolean isNews) {
    public Endpoint(Method method, String path, Scope scope, Handler handler) {
        this(method, path, scope, handler, !method.equals(Method.GET));
    }

    /** The same, which only looks, or happens too often to be news: it is written down where it is refused alone. */
    public Endpoint quiet() {
        return new Endpoint(method, path, scope, handler, false);
    }

    /** The same with another handler. */
    public Endpoint with(Handler other) {
        return new Endpoint(method, path, scope, other, isNews);
    }

    /** Answers one request. What it throws is mapped to a problem document in one place. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    public static Endpoint get(String path, Scope scope, Handler handler) {
        return new Endpoint(Method.GET, path, scope, handler);
    }

    public static Endpoint post(String path, Scope scope, Handler handler) {
        return new Endpoint(Method.POST, path, scope, handler);
    }

    public static Endpoint put(String path, Scope scope, Handler handler) {
        return new Endpoint(Method.PUT, path, scope, handler);
    }

    public static Endpoint patch(String path, Scope scope, Handler handler) {
        return new Endpoint(Method.PATCH, path, scope, handler);
    }

    public static Endpoint delete(String path, Scope scope, Handler handler) {
        return new Endpoint(Method.DELETE, path, scope, handler);
    }
}
