package dev.orrery.runner;

import dev.orrery.kernel.TrainingKernel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The runner's program: {@code attempt} executes what the server orders, {@code slot} is ready to before there is an order, {@code run} is
 * papermill's command line, {@code diff} compares notebooks. {@code train} does a bit of each for the ahead-of-time cache, and is its own
 * kernel in that ({@code train-kernel}).
 */
public final class RunnerMain {
    /** Longer than a kernel's bounded shutdown and the last words to the server together. */
    private static final int TERMINATION_SECONDS = 20;

    private RunnerMain() {}

    public static void main(String[] args) {
        switch (args.length == 0 ? "" : args[0]) {
            case "attempt" -> System.exit(attempt(System.getenv(), log()));
            case "slot" -> System.exit(slot(System.getenv(), log()));
            case "diff" -> DiffCommand.main(Arrays.copyOfRange(args, 1, args.length));
            case "run" -> RunCommand.main(Arrays.copyOfRange(args, 1, args.length));
            case "train" -> System.exit(Training.run());
            case "train-kernel" -> System.exit(trainingKernel(Path.of(args[1])));
            default -> {
                System.err.println(
                        "Usage: attempt (the server starts it), or: run IN OUT [papermill's options], or: diff A B");
                System.exit(2);
            }
        }
    }

    private static AttemptLog log() {
        return new AttemptLog(new PrintStream(new FileOutputStream(FileDescriptor.out), false), InstantSource.system());
    }

    private static int trainingKernel(Path connectionFile) {
        try {
            TrainingKernel.serve(connectionFile, Training.LIMIT);
            return 0;
        } catch (IOException e) {
            System.err.println("training kernel: " + e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** What a process does for an attempt; answers with its exit code. */
    private interface Deed {
        int run(AttemptSettings settings, Cancellation cancellation) throws InterruptedException;
    }

    /** The exit code of one attempt. */
    static int attempt(Map<String, String> environment, AttemptLog log) {
        return run(
                environment,
                log,
                (settings, cancellation) ->
                        new AttemptProcess(settings, InstantSource.system(), log, cancellation).run());
    }

    /** The exit code of one slot. */
    static int slot(Map<String, String> environment, AttemptLog log) {
        return run(
                environment,
                log,
                (settings, cancellation) -> new SlotProcess(settings, InstantSource.system(), log, cancellation).run());
    }

    private static int run(Map<String, String> environment, AttemptLog log, Deed deed) {
        Cancellation cancellation = new Cancellation();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(cancellation, done, exitCode), "terminate"));
        try {
            exitCode.set(deed.run(AttemptSettings.from(environment), cancellation));
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
