package dev.orrery.identity;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Whether a browser sent a request from a page of this very host: the guard against forged requests. */
final class SameOrigin {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName ORIGIN = HeaderNames.create("Origin");
    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

    private SameOrigin() {}

    static boolean isUnsafe(ServerRequest request) {
        return !SAFE.contains(request.prologue().method());
    }

    /** True only where a header that no script can forge says so. */
    static boolean isProven(ServerRequest request) {
        Optional<String> site = request.headers().first(FETCH_SITE);
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        Optional<String> source =
                request.headers().first(ORIGIN).or(() -> request.headers().first(HeaderNames.REFERER));
        return source.isPresent() && isSameHost(source.get(), request);
    }

    /** True where a header says that another site sent it. A client that is no browser sends no such header. */
    static boolean isRefuted(ServerRequest request) {
        boolean silent = request.headers().first(FETCH_SITE).isEmpty()
                && request.headers().first(ORIGIN).isEmpty()
                && request.headers().first(HeaderNames.REFERER).isEmpty();
        return !silent && !isProven(request);
    }

    private static boolean isSameHost(String source, ServerRequest request) {
        try {
            String authority = URI.create(source).getRawAuthority();
            return authority != null
                    && authority.equalsIgnoreCase(
                            request.headers().first(HeaderNames.HOST).orElse(""));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
