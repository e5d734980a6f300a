package dev.orrery.hub.proxy;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Under which host names a browser finds what. With a subdomain for each user, {@code ana.HOST} serves ana's servers and nothing
 * else, and {@code HOST} everything but servers: so to a browser a page of ana's server is of another origin than the platform
 * and than ben's servers, and its scripts can neither read nor do anything there in the visitor's name. Without, all are one
 * origin, and who opens a hostile notebook trusts it with the whole account.
 */
public final class ServerHosts {
    private static final List<Method> SAFE = List.of(Method.GET, Method.HEAD);
    private static final Status MISDIRECTED = Status.create(421, "Misdirected Request");

    private final URI publicUrl;
    private final boolean subdomains;
    private final String host;

    private ServerHosts(URI publicUrl, boolean subdomains) {
        this.publicUrl = publicUrl;
        this.subdomains = subdomains;
        this.host = withoutDefaultPort(publicUrl.getRawAuthority());
    }

    /** One host for all. */
    public static ServerHosts shared(URI publicUrl) {
        return new ServerHosts(publicUrl, false);
    }

    /**
     * A subdomain for each user. The name server and the certificate must know {@code *.HOST}.
     *
     * @param publicUrl the platform's own address, without a slash at its end
     * @throws IllegalArgumentException where its host is an address, below which there are no names
     */
    public static ServerHosts subdomains(URI publicUrl) {
        String name = publicUrl.getHost();
        if (name == null || name.startsWith("[") || name.matches("[0-9.]+")) {
            throw new IllegalArgumentException("Subdomains need a host name, and '" + publicUrl + "' has none.");
        }
        return new ServerHosts(publicUrl, true);
    }

    /** How a browser reaches a server: a path, or a whole address where it has a host of its own. */
    public String url(String user, String prefix) {
        return subdomains ? root(user) + prefix : prefix;
    }

    /** The platform's address as a page of a user server must call it: empty where it is of the same host. */
    public String platform() {
        return subdomains ? publicUrl.toString() : "";
    }

    /** To be put before all routes: answers requests that came to the wrong host. */
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().rawPath();
        String came = request.headers().first(HeaderNames.HOST).orElse("");
        // Routing resolves "..", the proxy does not: a path that climbs out of a user's is not that user's.
        String routed = request.prologue().uriPath().path();
        Optional<String> where = elsewhere(came, routed.startsWith("/user") ? path : routed);
        if (where.isEmpty()) {
            chain.proceed();
            return;
        }
        boolean isSafe = SAFE.contains(request.prologue().method());
        if (!isSafe && isUsers(came)) {
            response.status(MISDIRECTED)
                    .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .send("This host serves one user's servers. The platform is at " + publicUrl + ".");
            return;
        }
        String query =
                request.prologue().hasQuery() ? "?" + request.prologue().query().rawValue() : "";
        response.status(isSafe ? Status.FOUND_302 : Status.TEMPORARY_REDIRECT_307)
                .header(HeaderNames.LOCATION, where.get() + path + query)
                .send();
    }

    /** The scheme and host that a request belongs to; empty where it came to the right one. */
    Optional<String> elsewhere(String came, String rawPath) {
        if (!subdomains) {
            return Optional.empty();
        }
        Optional<String> own = UserPath.owner(rawPath).map(UserPath.Owner::user).map(this::root);
        if (!isUsers(came)) {
            return own;
        }
        String here = publicUrl.getScheme() + "://" + withoutDefaultPort(came);
        return own.filter(here::equals).isPresent() ? Optional.empty() : Optional.of(publicUrl.toString());
    }

    private boolean isUsers(String came) {
        return subdomains && withoutDefaultPort(came).endsWith("." + host);
    }

    private String root(String user) {
        return publicUrl.getScheme() + "://" + label(user) + "." + host;
    }

    /** A user's name as a label of a host name; one that cannot be one, or looks like such a replacement, is replaced by its hash. */
    static String label(String user) {
        if (user.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?") && !user.startsWith("u-")) {
            return user;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
            return "u-" + HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String withoutDefaultPort(String authority) {
        String port = "https".equals(publicUrl.getScheme()) ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
