package dev.orrery.hub;

import dev.orrery.launch.Launcher;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Workloads without processes: a server that answers on its port, or whatever a test makes of it. */
final class TestingLauncher implements Launcher {
    private final Map<WorkloadId, WorkloadStatus> statuses = new ConcurrentHashMap<>();
    private final Map<WorkloadId, ServerSocket> sockets = new ConcurrentHashMap<>();
    private final List<BiConsumer<WorkloadId, WorkloadStatus.Ended>> listeners = new CopyOnWriteArrayList<>();
    final List<Workload> started = new CopyOnWriteArrayList<>();
    /** What servers were asked: heads, as they came. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private volatile Consumer<Workload> behaviour = this::listen;

    /** What {@code /api/kernels} of each server answers. */
    volatile String kernels = "[]";

    void onStart(Consumer<Workload> wanted) {
        behaviour = wanted;
    }

    void end(WorkloadId id, int exitCode, boolean outOfMemory) {
        WorkloadStatus.Ended ended = new WorkloadStatus.Ended(exitCode, outOfMemory, Instant.EPOCH);
        statuses.put(id, ended);
        ServerSocket socket = sockets.remove(id);
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listeners.forEach(listener -> listener.accept(id, ended));
    }

    /** As if the machine had been switched off. */
    void lose(WorkloadId id) {
        statuses.remove(id);
    }

    @Override
    public void start(Workload workload) {
        statuses.put(workload.id(), new WorkloadStatus.Running(Instant.EPOCH));
        started.add(workload);
        behaviour.accept(workload);
    }

    @Override
    public WorkloadStatus status(WorkloadId id) {
        return statuses.getOrDefault(id, new WorkloadStatus.Unknown());
    }

    @Override
    public List<WorkloadId> known() {
        return statuses.keySet().stream().sorted().toList();
    }

    @Override
    public void stop(WorkloadId id, Duration grace) {
        if (status(id) instanceof WorkloadStatus.Running) {
            end(id, 143, false);
        }
    }

    @Override
    public void forget(WorkloadId id) {
        statuses.remove(id);
    }

    @Override
    public void onEnd(BiConsumer<WorkloadId, WorkloadStatus.Ended> listener) {
        listeners.add(listener);
    }

    private void listen(Workload workload) {
        int port =
                URI.create(workload.environment().get("JUPYTERHUB_SERVICE_URL")).getPort();
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
            sockets.put(workload.id(), socket);
            Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket socket) {
        try {
            while (true) {
                try (Socket client = socket.accept()) {
                    byte[] buffer = new byte[8192];
                    int read = client.getInputStream().read(buffer);
                    asked.add(new String(buffer, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
                    String answer = asked.getLast().contains("/api/kernels") ? kernels : "{}";
                    String response = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + answer.length()
                            + "\r\n\r\n" + answer;
                    client.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // Ended.
        }
    }
}
