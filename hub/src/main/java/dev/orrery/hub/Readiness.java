package dev.orrery.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Whether a user server answers. */
final class Readiness {
    private static final int MILLIS = 2_000;

    private Readiness() {}

    /** True where {@code PREFIX/api} on that port answers 200 within two seconds. */
    static boolean answers(int port, String prefix) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            String request =
                    "GET " + prefix + "api HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String start = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return start.equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
