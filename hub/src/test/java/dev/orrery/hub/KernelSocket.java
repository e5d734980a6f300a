package dev.orrery.hub;

import dev.orrery.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * JupyterLab's side of {@code /api/kernels/ID/channels}: as JSON texts, or with the subprotocol in which JupyterLab speaks now, one
 * binary message of a table of offsets, the channel's name, and the four parts of the message.
 */
final class KernelSocket implements WebSocket.Listener {
    static final String V1 = "v1.kernel.websocket.jupyter.org";
    private static final int PARTS = 6;

    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final String session;
    /** Of the last request; what others of the kernel's sockets had printed comes here, too. */
    private volatile String asked = "";

    private WebSocket socket;

    private KernelSocket(String session) {
        this.session = session;
    }

    /**
     * Opens one; what the server says no to is thrown.
     *
     * @param session the server closes an older socket of the same session
     */
    static KernelSocket open(
            Browser browser, String kernel, String session, List<String> protocols, Map<String, String> headers) {
        KernelSocket opened = new KernelSocket(session);
        opened.socket = browser.webSocket(
                "/user/ana/api/kernels/" + kernel + "/channels?session_id=" + session, opened, protocols, headers);
        return opened;
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    /** What the code prints. */
    String run(String code) throws Exception {
        asked = session + "-" + System.nanoTime();
        Map<String, Object> header = Map.of(
                "msg_id",
                asked,
                "msg_type",
                "execute_request",
                "username",
                "ana",
                "session",
                session,
                "version",
                "5.3",
                "date",
                "2026-01-01T00:00:00Z");
        Map<String, Object> content = Map.of(
                "code",
                code,
                "silent",
                false,
                "store_history",
                true,
                "user_expressions",
                Map.of(),
                "allow_stdin",
                false);
        if (protocol().equals(V1)) {
            socket.sendBinary(packed(header, content), true).join();
        } else {
            Map<String, Object> message = Map.of(
                    "header",
                    header,
                    "parent_header",
                    Map.of(),
                    "metadata",
                    Map.of(),
                    "content",
                    content,
                    "channel",
                    "shell",
                    "buffers",
                    List.of());
            socket.sendText(Exchange.JSON.writeValueAsString(message), true).join();
        }
        String text = printed.poll(60, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing was printed by: " + code);
        }
        return text;
    }

    private static ByteBuffer packed(Map<String, Object> header, Map<String, Object> content) {
        List<byte[]> parts = List.of(
                "shell".getBytes(StandardCharsets.UTF_8),
                Exchange.JSON.writeValueAsBytes(header),
                Exchange.JSON.writeValueAsBytes(Map.of()),
                Exchange.JSON.writeValueAsBytes(Map.of()),
                Exchange.JSON.writeValueAsBytes(content));
        ByteBuffer message = ByteBuffer.allocate(8 * (PARTS + 1)
                        + parts.stream().mapToInt(part -> part.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        message.putLong(PARTS);
        long offset = 8 * (PARTS + 1);
        message.putLong(offset);
        for (byte[] part : parts) {
            offset += part.length;
            message.putLong(offset);
        }
        parts.forEach(message::put);
        return message.flip();
    }

    /** Waits until the other side has gone. */
    void awaitGone() throws Exception {
        gone.get(30, TimeUnit.SECONDS);
    }

    void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        received.writeBytes(data.toString().getBytes(StandardCharsets.UTF_8));
        if (last) {
            JsonNode message = Exchange.JSON.readTree(received.toByteArray());
            received.reset();
            noted(message.path("header"), message.path("parent_header"), message.path("content"));
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] some = new byte[data.remaining()];
        data.get(some);
        received.writeBytes(some);
        if (last) {
            ByteBuffer message = ByteBuffer.wrap(received.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            received.reset();
            noted(part(message, 1), part(message, 2), part(message, 4));
        }
        from.request(1);
        return null;
    }

    private static JsonNode part(ByteBuffer message, int index) {
        int from = Math.toIntExact(message.getLong(8 * (index + 1)));
        int to = Math.toIntExact(message.getLong(8 * (index + 2)));
        return Exchange.JSON.readTree(message.array(), from, to - from);
    }

    private void noted(JsonNode header, JsonNode parent, JsonNode content) {
        if (header.path("msg_type").asString("").equals("stream")
                && parent.path("msg_id").asString("").equals(asked)) {
            printed.add(content.path("text").asString());
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        gone.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gone.complete(null);
    }
}
