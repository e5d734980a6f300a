package dev.orrery.runner;

import dev.orrery.kernel.KernelException;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.kernel.StartedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An attempt's process before there is an attempt: its kernel is ready and has run nothing, and it waits in its work folder for
 * somebody to claim it. Then it is that attempt's process, once, with that attempt's own token.
 */
final class SlotProcess {
    /** A server that stays away longer has ended, and the next one wants no slots of its predecessor. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AttemptSettings settings;
    private final InstantSource clock;
    private final AttemptLog log;
    private final Cancellation cancellation;
    private final ServerClient server;

    /** What the waiting came to. */
    private sealed interface Waited {
        record Claimed(ServerClient.Claim claim) implements Waited {}

        record InVain(String why) implements Waited {}
    }

    SlotProcess(AttemptSettings settings, InstantSource clock, AttemptLog log, Cancellation cancellation) {
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.cancellation = cancellation;
        this.server = new ServerClient(settings.api(), settings.token());
    }

    /** The process's exit code: as an attempt's where it became one; 1 where it could not be made ready. */
    int run() throws InterruptedException {
        // Before the kernel starts, which may run what lies in its environment.
        Seclusion.begin();
        Path workdir = Path.of("").toAbsolutePath();
        StartedKernel kernel = null;
        try {
            kernel = new NotebookExecutor(clock).start(settings.execution(workdir, Map.of()));
            kernel.awaitReady();
            kernel.rehearse("pass");
            Rehearsal.run();
            Waited waited = await(kernel);
            return switch (waited) {
                case Waited.Claimed(ServerClient.Claim claim) -> {
                    StartedKernel own = kernel;
                    kernel = null;
                    yield carryOut(claim, own, workdir);
                }
                case Waited.InVain(String why) -> {
                    log.line("slot not used: " + why);
                    yield 0;
                }
            };
        } catch (IOException e) {
            log.line("slot not ready: " + e);
            return 1;
        } catch (KernelException e) {
            log.line("slot not ready: " + e.getMessage() + " " + e.remedy());
            return 1;
        } finally {
            if (kernel != null) {
                kernel.close();
            }
        }
    }

    private int carryOut(ServerClient.Claim claim, StartedKernel kernel, Path workdir) throws InterruptedException {
        log.line("the kernel was ready beforehand");
        AttemptProcess attempt = new AttemptProcess(settings.withToken(claim.token()), clock, log, cancellation);
        @Nullable StartedKernel fitting = kernel;
        // What it was started with cannot be changed any more.
        if (!claim.order().workdir().equals(workdir)
                || !claim.order().environment().isEmpty()
                || claim.order().work() instanceof Order.Work.Command) {
            kernel.close();
            fitting = null;
        }
        return attempt.carryOut(claim.order(), fitting);
    }

    private Waited await(StartedKernel kernel) {
        LinkedBlockingQueue<Waited> first = new LinkedBlockingQueue<>();
        kernel.onExit(() -> first.add(new Waited.InVain("the kernel has ended")));
        Thread asking = Thread.ofVirtual().name("claim").start(() -> first.add(ask()));
        cancellation.begin();
        try {
            return first.take();
        } catch (InterruptedException e) {
            return new Waited.InVain("told to end");
        } finally {
            cancellation.end();
            asking.interrupt();
        }
    }

    private Waited ask() {
        long answered = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                Optional<ServerClient.Claim> claim = server.claim();
                if (claim.isPresent()) {
                    return new Waited.Claimed(claim.get());
                }
                answered = System.nanoTime();
            } catch (ServerClient.Refused | RunnerException e) {
                return new Waited.InVain(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                if (System.nanoTime() - answered > PATIENCE.toNanos()) {
                    return new Waited.InVain("the server is away: " + e.getMessage());
                }
                try {
                    var _ = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException interrupt) {
                    return new Waited.InVain("told to end");
                }
            }
        }
    }
}
