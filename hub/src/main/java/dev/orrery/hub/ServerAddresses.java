package dev.orrery.hub;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where this process's ready servers listen, and which paths are those of named servers; asked for each request that is proxied. */
final class ServerAddresses {
    private final Map<ServerName, Integer> ports = new ConcurrentHashMap<>();
    private final Set<ServerName> named = ConcurrentHashMap.newKeySet();

    /** To be told of each server that there is. */
    void note(ServerName name) {
        if (!name.isDefault()) {
            named.add(name);
        }
    }

    void forget(ServerName name) {
        named.remove(name);
    }

    void listens(ServerName name, int port) {
        ports.put(name, port);
    }

    void gone(ServerName name) {
        ports.remove(name);
    }

    OptionalInt port(ServerName name) {
        Integer port = ports.get(name);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** The servers that listen. */
    List<ServerName> listening() {
        return List.copyOf(ports.keySet());
    }

    /** The server whose paths begin so. */
    ServerName at(String user, String segment) {
        ServerName own = new ServerName(user, segment);
        return named.contains(own) ? own : ServerName.ofDefault(user);
    }
}
