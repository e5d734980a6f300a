package dev.orrery.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Python process that has imported ipykernel, and what else it was told to, and forks kernels: each in a process group of its
 * own, with fresh random seeds, its own folder and environment variables; no socket and no thread is shared. All kernels of a
 * server are inside of the same sandbox and limits, the caller's: what must be kept apart needs a server each. They end with it.
 * The seed of Python's string hashes, which is set when an interpreter starts, is the same for all. Safe for use by many threads.
 */
public final class ForkServer implements AutoCloseable {
    private final InstantSource clock;
    private final Kernelspec spec;
    private final @Nullable Process process;
    private final String refusal;
    private final BlockingQueue<Long> forked = new ArrayBlockingQueue<>(1);
    private final Map<Long, ForkedProcess> alive = new HashMap<>();
    private final Map<Long, Integer> early = new HashMap<>();

    private ForkServer(InstantSource clock, Kernelspec spec, @Nullable Process process, String refusal) {
        this.clock = clock;
        this.spec = spec;
        this.process = process;
        this.refusal = refusal;
    }

    /**
     * Starts it, and returns when its imports are done.
     *
     * @param options of which kernel it is, and its environment variables, which the imports see
     * @param imports modules besides ipykernel
     * @throws KernelException where there is no such kernel, or it cannot be started
     */
    public static ForkServer start(ExecutionOptions options, InstantSource clock, List<String> imports) {
        Kernelspec spec = new Kernelspecs(options.kernelPath(), options.environment()).find(options.kernelName());
        if (!spec.isIpykernel()) {
            return new ForkServer(clock, spec, null, "the kernel is not ipykernel");
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(KernelCommand.python(spec, options.environment()));
            builder.command().addAll(List.of("-c", script()));
            builder.command().addAll(imports);
            builder.environment().clear();
            builder.environment().putAll(KernelCommand.environment(spec, options.environment()));
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            String first = answers.readLine();
            if (first == null) {
                throw new IOException("its imports failed: " + imports);
            }
            String refusal = json(first).path("ready").asString("");
            ForkServer server = new ForkServer(clock, spec, process, refusal);
            Thread.ofVirtual().name("fork-server").start(() -> server.listen(answers));
            return server;
        } catch (IOException e) {
            throw new KernelException(
                    "The fork server of " + spec.name() + " cannot be started: " + e.getMessage(),
                    "Check that all that it is to import is installed.",
                    e);
        }
    }

    /** Why kernels are started plainly, such as that an import has started a thread; empty where they are forked. */
    public String refusal() {
        return refusal;
    }

    /**
     * A kernel on its way, forked where that can be.
     *
     * @param options of the same kernel, with the kernel's own folder and environment variables
     * @throws KernelException when the server has ended
     */
    public StartedKernel fork(ExecutionOptions options) {
        return refusal.isEmpty() && process != null
                ? StartedKernel.start(options, clock, spec, file -> KernelProcess.of(fork(process, options, file)))
                : StartedKernel.start(options, clock);
    }

    private synchronized ForkedProcess fork(Process server, ExecutionOptions options, Path connectionFile) {
        try {
            Path socket = connectionFile.resolveSibling("output");
            ServerSocketChannel output = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            output.bind(UnixDomainSocketAddress.of(socket));
            ObjectNode order = ProtocolJson.object();
            order.put("output", socket.toString())
                    .put("workdir", options.workdir().toString());
            ObjectNode environment = order.putObject("environment");
            KernelCommand.environment(spec, options.environment()).forEach(environment::put);
            ArrayNode arguments = order.putArray("arguments");
            arguments.add("-f").add(connectionFile.toString()).add("--HistoryManager.hist_file=:memory:");
            OutputStream orders = server.getOutputStream();
            orders.write(ProtocolJson.write(order));
            orders.write('\n');
            orders.flush();
            Long pid = forked.poll(options.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (pid == null || pid < 0) {
                output.close();
                throw new IOException("the fork server has ended, or does not answer");
            }
            return add(new ForkedProcess(pid, output));
        } catch (IOException e) {
            throw new KernelException(
                    "The kernel " + spec.name() + " cannot be forked: " + e.getMessage(), "Start another server.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException("Interrupted while the kernel was forked.", "Start it again.", e);
        }
    }

    private ForkedProcess add(ForkedProcess child) {
        synchronized (alive) {
            Integer code = early.remove(child.pid());
            if (code == null) {
                alive.put(child.pid(), child);
            } else {
                child.end(code);
            }
        }
        return child;
    }

    private void listen(BufferedReader answers) {
        try (answers) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                ObjectNode answer = json(line);
                long pid = answer.path("pid").asLong();
                if (answer.has("code")) {
                    ended(pid, answer.path("code").asInt());
                } else {
                    forked.put(pid);
                }
            }
        } catch (IOException | JacksonException e) {
            // The server has ended, or somebody else writes into its answers: it is of no use any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            var _ = forked.offer(-1L);
            List<Long> orphans;
            synchronized (alive) {
                orphans = List.copyOf(alive.keySet());
            }
            orphans.forEach(pid -> {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                ended(pid, 128 + 9);
            });
        }
    }

    private void ended(long pid, int code) {
        ForkedProcess child;
        synchronized (alive) {
            child = alive.remove(pid);
            if (child == null) {
                early.put(pid, code);
            }
        }
        if (child != null) {
            child.end(code);
        }
    }

    private static ObjectNode json(String line) {
        return ProtocolJson.read(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String script() {
        try (InputStream script = ForkServer.class.getResourceAsStream("fork_server.py")) {
            if (script == null) {
                throw new IllegalStateException("The program is incomplete: fork_server.py is missing");
            }
            return IpykernelStart.IMPORT + new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and the kernels that still run. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
