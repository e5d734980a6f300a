package dev.orrery.runner;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The proxy that {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy} name, in small letters or capitals. */
final class ProxyVariables {
    private static final int DEFAULT_PORT = 80;

    private ProxyVariables() {}

    static Proxy proxy(URI target, Map<String, String> environment) {
        String value = variable(target.getScheme() + "_proxy", environment);
        String named = value == null ? variable("all_proxy", environment) : value;
        if (named == null || isExcepted(target, variable("no_proxy", environment))) {
            return Proxy.NO_PROXY;
        }
        URI proxy;
        try {
            proxy = URI.create(named.contains("://") ? named : "http://" + named);
        } catch (IllegalArgumentException e) {
            throw notAnAddress();
        }
        if (proxy.getHost() == null) {
            throw notAnAddress();
        }
        Proxy.Type type = proxy.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return new Proxy(
                type, new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort()));
    }

    private static RunException notAnAddress() {
        return new RunException("A variable that names a proxy is no address: write it as http://HOST:PORT.");
    }

    private static @Nullable String variable(String name, Map<String, String> environment) {
        String value = environment.get(name);
        String found = value == null ? environment.get(name.toUpperCase(Locale.ROOT)) : value;
        return found == null || found.isBlank() ? null : found.strip();
    }

    /** A host is meant by its name, by a domain above it, and by a star; a port behind either narrows it. */
    private static boolean isExcepted(URI target, @Nullable String exceptions) {
        if (exceptions == null) {
            return false;
        }
        String host = target.getHost().toLowerCase(Locale.ROOT);
        for (String each : exceptions.toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = each.strip().replaceFirst("^\\*?\\.", "");
            if (name.equals("*")) {
                return true;
            }
            for (String one : new String[] {host, host + ":" + target.getPort()}) {
                if (!name.isEmpty() && (one.equals(name) || one.endsWith("." + name))) {
                    return true;
                }
            }
        }
        return false;
    }
}
