package dev.orrery.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kernel on its way or running. Made before the notebook is read, it starts while that is done. Closing it shuts the kernel
 * down, in at most ten seconds. For one thread at a time.
 */
public final class StartedKernel implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration INFO_PAUSE = Duration.ofMillis(250);
    private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(30);

    /** For what the notebook registered with atexit: as long as jupyter_client waits, and so papermill. ipykernel hangs there now and then. */
    private static final Duration POLITE = Duration.ofMillis(2500);

    private static final Duration TERMINATE = Duration.ofSeconds(2);

    private final ExecutionOptions options;
    private final InstantSource clock;
    private final Kernelspec spec;
    private final Starter starter;
    private final long startedAt = System.nanoTime();

    private final Spool spool;
    private Running running;
    private @Nullable ObjectNode info;
    private boolean askedToEnd;

    /** One process and what belongs to it. */
    private record Running(ConnectionFile file, KernelProcess process, KernelClient client, OrphanGuard guard) {
        void release() {
            guard.close();
            client.close();
            file.close();
        }
    }

    /** Starts the kernel's process, given its connection file. */
    @FunctionalInterface
    interface Starter {
        KernelProcess start(Path connectionFile);
    }

    private StartedKernel(ExecutionOptions options, InstantSource clock, Kernelspec spec, Starter starter) {
        this.options = options;
        this.starter = starter;
        this.clock = clock;
        this.spec = spec;
        this.spool = new Spool(options.spool());
        this.running = launch();
    }

    /** @throws KernelException if there is no such kernel or its program cannot be started */
    static StartedKernel start(ExecutionOptions options, InstantSource clock) {
        Kernelspec spec = new Kernelspecs(options.kernelPath(), options.environment()).find(options.kernelName());
        return start(
                options,
                clock,
                spec,
                file -> KernelProcess.start(spec, file, options.workdir(), options.environment()));
    }

    static StartedKernel start(ExecutionOptions options, InstantSource clock, Kernelspec spec, Starter starter) {
        return new StartedKernel(options, clock, spec, starter);
    }

    /** The kernelspec's programming language, such as {@code python}. */
    public String language() {
        return spec.language();
    }

    ExecutionOptions options() {
        return options;
    }

    KernelClient client() {
        return running.client();
    }

    ProcessUsage usage() {
        return new ProcessUsage(running.process().pid());
    }

    /** What the kernel said of its language; empty before it is ready. */
    ObjectNode languageInfo() {
        return info != null && info.path("language_info") instanceof ObjectNode language
                ? language
                : ProtocolJson.object();
    }

    /**
     * Waits until the kernel answers and is heard on the channel of its outputs.
     *
     * @throws KernelException if it ends before, or takes longer than the options allow
     */
    public void awaitReady() throws InterruptedException {
        for (int attempt = 1; info == null; attempt++) {
            try {
                info = askInfo();
            } catch (KernelException e) {
                // Who took the port between our looking and the kernel's binding is not there next time.
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("ddress already in use")) {
                    throw e;
                }
                running.process().kill();
                running.release();
                running = launch();
            }
        }
    }

    /** Runs the action on a thread of its own once the kernel, which must be ready, has ended; at once where it has. */
    public void onExit(Runnable action) {
        running.process().onExit(action);
    }

    /**
     * Has a kernel that is ready run a statement that does nothing, silently: what a kernel does for the first time takes it
     * longest. No count, no history and no variable tells of it.
     *
     * @param statement of the kernel's language, such as {@code pass}
     */
    public void rehearse(String statement) throws InterruptedException {
        ObjectNode content = ProtocolJson.object();
        content.put("code", statement);
        content.put("silent", true);
        content.put("store_history", false);
        content.putObject("user_expressions");
        content.put("allow_stdin", false);
        content.put("stop_on_error", false);
        String request = client().send(Channel.SHELL, "execute_request", content);
        boolean replied = false;
        boolean idle = false;
        while (!replied || !idle) {
            switch (client().next(REHEARSAL_LIMIT)) {
                case KernelEvent.Received received -> {
                    Message message = received.message();
                    boolean ours = message.parentId().equals(request);
                    replied |= ours && message.type().equals("execute_reply");
                    idle |= ours
                            && message.content()
                                    .path("execution_state")
                                    .asString("")
                                    .equals("idle");
                    message.done();
                }
                case KernelEvent.Dropped _ -> {
                    // Whatever it was, the reply and the idle status are waited for.
                }
                case KernelEvent.Broken broken -> throw died(broken.how());
                case KernelEvent.Died died -> throw died(died.how());
                case null -> throw late("");
            }
        }
    }

    /** Stops what the kernel is doing, as Ctrl-C does. */
    void interrupt() {
        if (spec.interruptByMessage()) {
            running.client().send(Channel.CONTROL, "interrupt_request", ProtocolJson.object());
        } else {
            running.process().interrupt();
        }
    }

    /** Tells the kernel to end, and does not wait: {@link #close} does. */
    void askToEnd() {
        if (!askedToEnd && info != null) {
            askedToEnd = true;
            ObjectNode content = ProtocolJson.object();
            content.put("restart", false);
            running.client().send(Channel.CONTROL, "shutdown_request", content);
        }
    }

    /** Ends the kernel: asked over the protocol, then by SIGTERM, then by SIGKILL; each wait is bounded. */
    @Override
    public void close() {
        KernelProcess process = running.process();
        askToEnd();
        if (!askedToEnd || !ended(process, POLITE)) {
            process.terminate();
            if (!ended(process, TERMINATE)) {
                process.kill();
                ended(process, TERMINATE);
            }
        }
        boolean interrupted = Thread.interrupted();
        running.release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An interrupt ends the wait; the next, harder step follows at once. */
    private static boolean ended(KernelProcess process, Duration limit) {
        try {
            return process.waitFor(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private Running launch() {
        ConnectionFile file = ConnectionFile.write(spec.isIpykernel());
        try {
            KernelProcess process = starter.start(file.path());
            String session = UUID.randomUUID().toString();
            MessageCodec codec = new MessageCodec(file.key(), session, clock);
            KernelClient client = new KernelClient(process, codec, session, spool);
            return new Running(file, process, client, OrphanGuard.of(process.pid()));
        } catch (KernelException e) {
            file.close();
            throw e;
        }
    }

    private ObjectNode askInfo() throws InterruptedException {
        long deadline = startedAt + options.startTimeout().toNanos();
        KernelClient client = running.client();
        if (!client.connect(running.file(), deadline)) {
            throw running.process().isAlive()
                    ? late("")
                    : died(running.process().death());
        }
        client.send(Channel.SHELL, "kernel_info_request", ProtocolJson.object());
        boolean heard = false;
        ObjectNode answer = null;
        String refused = "";
        while (answer == null || !heard) {
            KernelEvent event = client.next(INFO_PAUSE);
            switch (event) {
                case KernelEvent.Received received -> {
                    received.message().done();
                    heard |= received.channel() == Channel.IOPUB;
                    if (received.message().type().equals("kernel_info_reply")) {
                        answer = received.message().content();
                    }
                }
                case KernelEvent.Dropped dropped -> refused = " " + dropped.why() + ".";
                case KernelEvent.Broken broken -> throw died(broken.how());
                case KernelEvent.Died died -> throw died(died.how());
                case null -> {
                    if (System.nanoTime() - deadline > 0) {
                        throw late(refused);
                    }
                    if (answer != null) {
                        // Older kernels do not greet a subscriber: asked again, they publish a status.
                        client.send(Channel.SHELL, "kernel_info_request", ProtocolJson.object());
                    }
                }
            }
        }
        return answer;
    }

    private KernelException late(String also) {
        return new KernelException(
                "The kernel " + spec.name() + " did not answer within "
                        + options.startTimeout().toSeconds() + " s." + also,
                "Allow it more time to start, or look at what its environment does when Python starts.");
    }

    private KernelException died(String how) {
        return new KernelException(
                "The kernel " + spec.name() + " did not start: it " + how + ".",
                "Run its command by hand to see why: " + String.join(" ", spec.argv()));
    }
}
