package dev.orrery.runner;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The runner's program: {@code attempt} executes what the server orders, {@code run} is papermill's command line. */
public final class RunnerMain {
    /** Longer than a kernel's bounded shutdown and the last words to the server together. */
    private static final int TERMINATION_SECONDS = 20;

    private RunnerMain() {}

    public static void main(String[] args) {
        switch (args.length == 0 ? "" : args[0]) {
            case "attempt" -> System.exit(attempt());
            case "run" -> RunCommand.main(Arrays.copyOfRange(args, 1, args.length));
            default -> {
                System.err.println("Usage: attempt (the server starts it), or: run IN OUT [papermill's options]");
                System.exit(2);
            }
        }
    }

    private static int attempt() {
        InstantSource clock = InstantSource.system();
        AttemptLog log = new AttemptLog(new PrintStream(new FileOutputStream(FileDescriptor.out), false), clock);
        Cancellation cancellation = new Cancellation();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(cancellation, done, exitCode), "terminate"));
        try {
            AttemptSettings settings = AttemptSettings.from(System.getenv());
            exitCode.set(new AttemptProcess(settings, clock, log, cancellation).run());
        } catch (RunnerException e) {
            log.line(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
        return exitCode.get();
    }

    /** On SIGTERM the notebook is stopped and its result written; the process then ends with the attempt's own exit code. */
    private static void terminate(Cancellation cancellation, CountDownLatch done, AtomicInteger exitCode) {
        cancellation.cancel(Cancellation.Reason.TERMINATED);
        try {
            if (done.await(TERMINATION_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
