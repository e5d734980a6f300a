package dev.orrery.hub;

import dev.orrery.launch.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Ports of user servers on the loopback address. */
final class Ports {
    private Ports() {}

    /** A port that was free a moment ago. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new LaunchException(
                    "No free port was found for the server: " + e.getMessage() + ".",
                    "Stop other programs, or try again in a minute.",
                    e);
        }
    }

    /**
     * The id of the user who listens on a port of 127.0.0.1; empty where nobody does or the system does not tell. Someone
     * else's process could have taken the port before the server did, and would be sent its owner's requests.
     */
    static OptionalInt listener(int port) {
        String address = String.format(Locale.ROOT, "0100007F:%04X", port);
        String any = String.format(Locale.ROOT, "00000000:%04X", port);
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/net/tcp"));
            for (String line : lines) {
                String[] fields = line.strip().split("\\s+", -1);
                boolean listens = fields.length > 7
                        && fields[3].equals("0A")
                        && (fields[1].equals(address) || fields[1].equals(any));
                if (listens) {
                    return OptionalInt.of(Integer.parseInt(fields[7]));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    /** The user id that this process has on the host; -1 where the system does not tell. */
    static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }
}
