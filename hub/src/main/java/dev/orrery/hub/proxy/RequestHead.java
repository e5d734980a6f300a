package dev.orrery.hub.proxy;

import dev.orrery.http.TrustedProxies;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A request's head as the back end gets it: path and query byte for byte; without what is meant for this hop alone and
 * without the platform's own credentials, since user code reads it.
 */
final class RequestHead {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "http2-settings");
    private static final Set<String> REPLACED = Set.of("x-helidon-cn", "x-forwarded-for", "x-forwarded-host");
    private static final Set<String> TOLD_BY_PROXIES =
            Set.of("x-forwarded-proto", "x-forwarded-port", "x-real-ip", "forwarded");
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final HeaderName FORWARDED_HOST = HeaderNames.create("X-Forwarded-Host");
    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
    private static final HeaderName FORWARDED_PORT = HeaderNames.create("X-Forwarded-Port");

    private final StringBuilder text = new StringBuilder(1024);
    private final Headers headers;
    private final UnaryOperator<String> swap;

    private RequestHead(HttpPrologue prologue, Headers headers, UnaryOperator<String> swap) {
        this.headers = headers;
        this.swap = swap;
        text.append(prologue.method().text())
                .append(' ')
                .append(prologue.uriPath().rawPath());
        if (prologue.hasQuery()) {
            text.append('?').append(Credentials.swappedInQuery(prologue.query().rawValue(), swap));
        }
        text.append(" HTTP/1.1\r\n");
    }

    /**
     * For a request with or without a body.
     *
     * @param chunked whether the body is sent in chunks, its length not being known
     * @param swap what the back end sees of a token
     */
    static String plain(ServerRequest request, boolean chunked, UnaryOperator<String> swap) {
        RequestHead head = new RequestHead(request.prologue(), request.headers(), swap);
        Set<String> without = new HashSet<>();
        boolean direct = TrustedProxies.isHttp2(request);
        if (direct) {
            without.addAll(TOLD_BY_PROXIES);
        }
        if (chunked) {
            without.add("content-length");
        }
        head.copy(without);
        head.forwarded(request.remotePeer(), request.isSecure(), direct);
        if (chunked) {
            head.line("Transfer-Encoding", "chunked");
        }
        return head.text.append("\r\n").toString();
    }

    /** For a request that asks for a WebSocket. */
    static String upgrade(
            HttpPrologue prologue, Headers headers, PeerInfo client, boolean secure, UnaryOperator<String> swap) {
        RequestHead head = new RequestHead(prologue, headers, swap);
        head.copy(Set.of());
        head.forwarded(client, secure, false);
        head.line("Connection", "Upgrade");
        head.line("Upgrade", "websocket");
        return head.text.append("\r\n").toString();
    }

    /** Whether a header concerns one connection only, whichever way it goes. */
    static boolean isHopByHop(String name) {
        return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
    }

    private void copy(Set<String> without) {
        Set<String> dropped = new HashSet<>(without);
        dropped.addAll(REPLACED);
        headers.values(HeaderNames.CONNECTION).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .forEach(name -> dropped.add(name.strip().toLowerCase(Locale.ROOT)));
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (isHopByHop(name) || dropped.contains(name)) {
                continue;
            }
            if (name.equals("cookie")) {
                // HTTP/2 may send each cookie by itself.
                copy("Cookie", name, String.join("; ", header.allValues()));
                continue;
            }
            for (String value : header.allValues()) {
                copy(header.name(), name, value);
            }
        }
    }

    private void copy(String name, String lowerCase, String value) {
        switch (lowerCase) {
            case "cookie" -> {
                String cookies = Credentials.withoutSession(value);
                if (!cookies.isEmpty()) {
                    line(name, cookies);
                }
            }
            case "authorization" -> line(name, Credentials.swapped(value, swap));
            default -> line(name, value);
        }
    }

    /** @param direct whether no proxy is before this one, so that what the headers say of it is nobody's word */
    private void forwarded(PeerInfo client, boolean secure, boolean direct) {
        String host = headers.first(HeaderNames.HOST).orElse("");
        List<String> before = direct ? List.of() : headers.values(FORWARDED_FOR);
        line(
                "X-Forwarded-For",
                before.isEmpty()
                        ? client.host()
                        : before.stream().collect(Collectors.joining(", ")) + ", " + client.host());
        line("X-Forwarded-Host", direct ? host : headers.first(FORWARDED_HOST).orElse(host));
        if (direct || !headers.contains(FORWARDED_PROTO)) {
            line("X-Forwarded-Proto", secure ? "https" : "http");
        }
        if (direct || !headers.contains(FORWARDED_PORT)) {
            int colon = host.lastIndexOf(':');
            String port = colon > host.lastIndexOf(']') ? host.substring(colon + 1) : secure ? "443" : "80";
            line("X-Forwarded-Port", port);
        }
    }

    private void line(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
