package dev.orrery.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Whose word counts on where a request came from: the addresses of proxies before this server. */
public final class TrustedProxies {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final List<HeaderName> TOLD = List.of(
            FORWARDED_FOR,
            HeaderNames.create("X-Forwarded-Proto"),
            HeaderNames.create("X-Forwarded-Host"),
            HeaderNames.create("X-Forwarded-Port"),
            HeaderNames.create("X-Real-IP"),
            HeaderNames.create("Forwarded"));

    private record Range(InetAddress network, int bits) {
        boolean has(InetAddress client) {
            byte[] own = network.getAddress();
            byte[] address = client.getAddress();
            if (address.length != own.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (own[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Range> ranges;

    private TrustedProxies(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * @param text addresses and networks such as {@code 10.0.0.0/8}, with commas between; empty: nobody
     * @throws IllegalArgumentException where one is neither
     */
    public static TrustedProxies of(String text) {
        return new TrustedProxies(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(TrustedProxies::range)
                .toList());
    }

    /** This machine itself. */
    public static TrustedProxies ofThisMachine() {
        return of("127.0.0.0/8, ::1");
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int most = network.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("'" + text + "' is no network.");
        }
        return new Range(network, bits);
    }

    boolean trusts(String address) {
        int zone = address.indexOf('%');
        InetAddress client = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
        return ranges.stream().anyMatch(range -> range.has(client));
    }

    /** Takes out what a client says about where its request came from, where its word does not count. */
    void clean(String address, WritableHeaders<?> headers) {
        if (TOLD.stream().anyMatch(headers::contains) && !trusts(address)) {
            TOLD.forEach(headers::remove);
        }
    }

    /** The client's address, behind a trusted proxy as that proxy saw it. Over HTTP/2 nobody's word counts. */
    public static String client(ServerRequest request) {
        String peer = request.remotePeer().host();
        if (isHttp2(request)) {
            return peer;
        }
        return request.headers().values(FORWARDED_FOR).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .reduce((first, last) -> last)
                .filter(last -> !last.isEmpty())
                .orElse(peer);
    }

    /** Whether a request came by HTTP/2, which proxies do not speak to this server. */
    public static boolean isHttp2(ServerRequest request) {
        return request.prologue().protocolVersion().startsWith("2");
    }
}
