package dev.orrery.hub.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP/1.1 connection to a user server; one request at a time. Used by one thread at a time. */
final class BackendConnection implements AutoCloseable {
    static final int BUFFER = 16 * 1024;
    private static final int MAX_HEAD = 128 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket;
    private final BackendInput in;
    private final OutputStream out;
    private final int port;

    private BackendConnection(Socket socket, int port) throws IOException {
        this.socket = socket;
        this.port = port;
        this.in = new BackendInput(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static BackendConnection open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
            return new BackendConnection(socket, port);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    BackendInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** The head of the final answer; interim answers (1xx) are passed over, but for 101. */
    ResponseHead readHead() throws IOException {
        while (true) {
            ResponseHead head = readOneHead();
            if (head.status() >= 200 || head.status() == 101) {
                return head;
            }
        }
    }

    /** The body that follows a head. */
    BackendBody body(ResponseHead head, boolean isHead) throws IOException {
        if (isHead || !head.hasBody()) {
            return BackendBody.ofLength(in, 0);
        }
        if (head.isChunked()) {
            return BackendBody.chunked(in);
        }
        String length = head.length();
        if (length.isEmpty()) {
            return BackendBody.untilClose(in);
        }
        try {
            return BackendBody.ofLength(in, Long.parseUnsignedLong(length.strip()));
        } catch (NumberFormatException e) {
            throw protocolError("a length that is no number", e);
        }
    }

    private ResponseHead readOneHead() throws IOException {
        int[] budget = {MAX_HEAD};
        String status = in.line(budget);
        String[] parts = status.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
            throw new ProtocolException("the server did not answer in HTTP/1.1");
        }
        List<ResponseHead.Field> fields = new ArrayList<>();
        for (String line = in.line(budget); !line.isEmpty(); line = in.line(budget)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new ResponseHead.Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        try {
            return new ResponseHead(Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : "", fields);
        } catch (NumberFormatException e) {
            throw protocolError("a status that is no number", e);
        }
    }

    private static ProtocolException protocolError(String what, Exception cause) {
        ProtocolException error = new ProtocolException("the server sent " + what);
        error.initCause(cause);
        return error;
    }

    /** Tells the server that nothing more will come. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void send(String head) throws IOException {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed either way; there is nobody to tell.
        }
    }
}
