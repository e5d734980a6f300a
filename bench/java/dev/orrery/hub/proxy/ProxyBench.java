package dev.orrery.hub.proxy;

import dev.orrery.http.ClientConnections;
import dev.orrery.http.ClientLimits;
import dev.orrery.http.TrustedProxies;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts of bench/hub-proxy: the proxy by itself, what is behind it, and who asks. */
public final class ProxyBench {
    private static final int MESSAGE = 64;

    private ProxyBench() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "proxy" -> proxy(port, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "backend" -> backend(port);
            case "rtt" -> roundTrips(port, arguments[2], Integer.parseInt(arguments[3]));
            case "idle" -> idle(port, arguments[2], Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** The user files' server is the one with the files, every other's the other one. */
    private static void proxy(int port, int files, int other) {
        Proxy proxy = new Proxy(
                (user, segment) -> new Target.Ready(user.equals("files") ? files : other),
                (token, user, segment) -> token,
                ServerHosts.shared(URI.create("http://127.0.0.1:" + port)),
                InstantSource.system(),
                text -> text);
        HttpRouting.Builder routing = HttpRouting.builder();
        proxy.mount(routing);
        WebServerConfig.Builder web =
                WebServer.builder().host("127.0.0.1").port(port).addRouting(routing);
        proxy.listen(web, new ClientConnections(ClientLimits.defaults(), TrustedProxies.ofThisMachine()));
        web.build().start();
    }

    /** GET /…/big gives 1 GB, PUT counts, an upgrade sends back what comes. */
    private static void backend(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 4096, InetAddress.ofLiteral("127.0.0.1"))) {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 1024);
            OutputStream out = client.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.contains("pgrade: websocket")) {
                    write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
                    byte[] buffer = new byte[MESSAGE];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        out.write(buffer, 0, read);
                    }
                } else if (head.startsWith("PUT")) {
                    long count = BackendBody.chunked(new BackendInput(in)).transferTo(OutputStream.nullOutputStream());
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + ("" + count).length() + "\r\n\r\n" + count);
                } else {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
                    byte[] zeros = new byte[1 << 16];
                    for (long sent = 0; sent < 1L << 30; sent += zeros.length) {
                        out.write(zeros);
                    }
                }
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    private static Socket upgraded(int port, String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        write(
                socket.getOutputStream(),
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        if (!head(socket.getInputStream()).startsWith("HTTP/1.1 101")) {
            throw new IOException("refused");
        }
        return socket;
    }

    /** Prints p50 and p99 of a message there and back, in microseconds. */
    private static void roundTrips(int port, String path, int count) throws IOException {
        try (Socket socket = upgraded(port, path)) {
            byte[] message = new byte[MESSAGE];
            long[] nanos = new long[count];
            for (int i = -count / 2; i < count; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(message);
                socket.getInputStream().readNBytes(message, 0, MESSAGE);
                nanos[Math.max(i, 0)] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.println(nanos[count / 2] / 1000 + " " + nanos[count * 99 / 100] / 1000);
        }
    }

    /** Opens so many, says so, and holds them until its input ends. */
    private static void idle(int port, String path, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = upgraded(port, path);
            byte[] message = new byte[MESSAGE];
            socket.getOutputStream().write(message);
            socket.getInputStream().readNBytes(message, 0, MESSAGE);
            sockets.add(socket);
        }
        System.out.println("open " + sockets.size());
        System.in.readAllBytes();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                return "";
            }
            head.append((char) read);
        }
        return head.toString();
    }
}
