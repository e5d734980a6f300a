package dev.orrery.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as the client sees it: RFC 9457 problem details. Thrown by a handler, written in one place ({@link Endpoints}).
 * The detail says what to do next and never holds a secret.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> extensions;

    /**
     * @param status the HTTP status
     * @param code stable, in kebab case: the last part of the problem's {@code type}
     * @param detail what happened and what to do next
     * @param extensions further members of the document
     */
    public Problem(int status, String code, String detail, Map<String, ?> extensions) {
        super(detail);
        this.status = status;
        this.code = code;
        this.extensions = new LinkedHashMap<>(extensions);
    }

    public static Problem badRequest(String code, String detail) {
        return new Problem(400, code, detail, Map.of());
    }

    public static Problem unauthorized() {
        return new Problem(401, "not-logged-in", "Log in, or send a token in the Authorization header.", Map.of());
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", detail, Map.of());
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", detail, Map.of());
    }

    public static Problem conflict(String code, String detail) {
        return new Problem(409, code, detail, Map.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The document: type, title, status, detail, and the extensions. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:orrery:problem:" + code);
        document.put("title", code.replace('-', ' '));
        document.put("status", status);
        document.put("detail", getMessage());
        document.putAll(extensions);
        return document;
    }
}
