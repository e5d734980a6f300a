package dev.orrery.kernel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kernel that runs no code and answers every cell with some output, in a process of its own: the other side for a program that is
 * trained for its ahead-of-time cache on a machine where no Python need be. It listens on Unix sockets, as ipykernel does.
 */
public final class TrainingKernel {
    private static final byte[] IDENTITY = {};

    private final MessageCodec codec;
    private final Map<Channel, ZmtpConnection> connections = new EnumMap<>(Channel.class);
    private final CountDownLatch complete = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong lastId = new AtomicLong();
    private int count;

    private TrainingKernel(MessageCodec codec) {
        this.codec = codec;
    }

    /**
     * Serves one client until it asks for the end or goes away, at most for that time.
     *
     * @throws IOException if it cannot listen where the connection file says
     */
    public static void serve(Path connectionFile, Duration limit) throws IOException, InterruptedException {
        ObjectNode json = ProtocolJson.read(Files.readAllBytes(connectionFile));
        String key = json.path("key").asString("");
        TrainingKernel kernel = new TrainingKernel(new MessageCodec(key, "training", InstantSource.system()));
        Map<Channel, ServerSocketChannel> servers = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(json.path("ip").asString("") + "-"
                    + json.path(channel.portField()).asInt(0)));
            servers.put(channel, server);
        }
        Thread.ofVirtual().name("accept").start(() -> kernel.accept(servers));
        var _ = kernel.ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void accept(Map<Channel, ServerSocketChannel> servers) {
        try {
            for (Map.Entry<Channel, ServerSocketChannel> entry : servers.entrySet()) {
                Channel channel = entry.getKey();
                SocketChannel client = entry.getValue().accept();
                String type = channel == Channel.IOPUB ? "PUB" : "ROUTER";
                connections.put(channel, ZmtpConnection.over(client, type, IDENTITY, new Answering(channel)));
            }
            complete.countDown();
        } catch (IOException e) {
            ended.countDown();
        }
    }

    private void answer(Channel channel, String type, byte[] request) {
        switch (type) {
            case "kernel_info_request" -> {
                status("busy", request);
                ObjectNode info = ok();
                info.put("protocol_version", "5.4").put("implementation", "training");
                info.putObject("language_info").put("name", "python").put("version", "3.11.2");
                send(channel, "kernel_info_reply", info, request);
                status("idle", request);
            }
            case "execute_request" -> execute(channel, request);
            case "shutdown_request" -> ended.countDown();
            default -> {
                // Nothing else comes from a notebook's execution.
            }
        }
    }

    private void execute(Channel channel, byte[] request) {
        status("busy", request);
        send(Channel.IOPUB, "execute_input", counted(ProtocolJson.object()), request);
        send(
                Channel.IOPUB,
                "stream",
                ProtocolJson.object().put("name", "stdout").put("text", "some text\n"),
                request);
        ObjectNode display = ProtocolJson.object();
        display.putObject("data").put("text/plain", "1").put("text/html", "<b>1</b>");
        display.putObject("metadata");
        send(Channel.IOPUB, "display_data", display, request);
        send(Channel.IOPUB, "execute_result", counted(display.deepCopy()), request);
        send(channel, "execute_reply", counted(ok()), request);
        status("idle", request);
        count++;
    }

    private ObjectNode counted(ObjectNode content) {
        return content.put("execution_count", count + 1);
    }

    private static ObjectNode ok() {
        return ProtocolJson.object().put("status", "ok");
    }

    private void status(String state, byte[] request) {
        send(Channel.IOPUB, "status", ProtocolJson.object().put("execution_state", state), request);
    }

    private void send(Channel channel, String type, ObjectNode content, byte[] request) {
        ZmtpConnection connection = connections.get(channel);
        if (connection != null) {
            connection.send(codec.encode("training_" + lastId.incrementAndGet(), type, content, request));
        }
    }

    private final class Answering implements ZmtpConnection.Receiver {
        private final Channel channel;

        Answering(Channel channel) {
            this.channel = channel;
        }

        @Override
        public ZmtpConnection.@Nullable LongPart longPart(List<byte[]> before, long size) {
            return null; // Nothing that long is sent to a kernel in training.
        }

        @Override
        public void message(List<byte[]> parts, ZmtpConnection.@Nullable LongPart longPart)
                throws InterruptedException {
            if (channel == Channel.IOPUB) {
                return; // A subscription: there is but one client, and it wants everything.
            }
            complete.await();
            byte[] header = parts.get(2);
            answer(channel, ProtocolJson.read(header).path("msg_type").asString(""), header);
        }

        @Override
        public void closed(String why) {
            ended.countDown();
        }
    }
}
