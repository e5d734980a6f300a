package dev.orrery.runner;

import dev.orrery.kernel.ExecutionResult;
import dev.orrery.kernel.KernelException;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.kernel.StartedKernel;
import dev.orrery.notebook.ErrorMarkers;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.PapermillMetadata;
import dev.orrery.notebook.Parameters;
import dev.orrery.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: gets its order, executes the notebook, delivers what happened. It goes on while the server is away, and leaves
 * its result in the storage before it says it, so that a server which comes back finds it.
 */
final class AttemptProcess {
    /** Who was told to end has little time: the server will find the result in the storage. */
    private static final Duration PATIENCE_WHEN_TERMINATED = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AttemptSettings settings;
    private final InstantSource clock;
    private final AttemptLog log;
    private final ServerClient server;
    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);

    AttemptProcess(AttemptSettings settings, InstantSource clock, AttemptLog log, Cancellation cancellation) {
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.cancellation = cancellation;
        this.server = new ServerClient(settings.api(), settings.token());
    }

    /** The process's exit code: 0 if the attempt's result was delivered or written, whatever the notebook did. */
    int run() throws InterruptedException {
        FutureTask<Boolean> secluded = new FutureTask<>(Seclusion::begin, true);
        Thread.ofPlatform().name("seclusion").start(secluded);
        Order order;
        try {
            order = fetchOrder();
            // Before the kernel starts, which may run what lies in its home before the first cell.
            secluded.get();
        } catch (IOException | RunnerException e) {
            log.line("no order: " + e.getMessage());
            return 1;
        } catch (ExecutionException e) {
            log.line("not run, since the notebook could read the attempt's token: " + e.getMessage());
            return 1;
        }
        return carryOut(order, null);
    }

    /**
     * As {@link #run}, of an order that is here already.
     *
     * @param ready a kernel that was started for it and has run nothing; null where one is still to be started
     */
    int carryOut(Order order, @Nullable StartedKernel ready) throws InterruptedException {
        Redaction secrets = Redaction.of(order.environment());
        log.redact(secrets);
        log.line("attempt of " + order.label() + ": " + order.work().name());
        EventSender sender = new EventSender(server, () -> cancellation.cancel(Cancellation.Reason.ASKED));
        sender.start();
        Delivery delivery = new Delivery(order, sender, new AttemptEvents(clock), log);
        startTimeout(order);
        try {
            return begin(order, ready, delivery);
        } finally {
            ended.countDown();
        }
    }

    private Duration patience() {
        return cancellation.reason() == Cancellation.Reason.TERMINATED ? PATIENCE_WHEN_TERMINATED : settings.patience();
    }

    private int begin(Order order, @Nullable StartedKernel ready, Delivery delivery) throws InterruptedException {
        try {
            new ValueFolder(order.workdir()).give(order.inputs());
        } catch (RunnerException e) {
            delivery.startedWithoutCells();
            Outcome outcome = Outcome.failed("launch", "InputsNotGiven", String.valueOf(e.getMessage()));
            return delivery.finish(outcome, this::patience);
        }
        return switch (order.work()) {
            case Order.Work.Notebook work -> execute(order, work, ready, delivery);
            case Order.Work.Command work -> {
                delivery.startedWithoutCells();
                yield delivery.finish(command(order, work), this::patience);
            }
        };
    }

    private Outcome command(Order order, Order.Work.Command work) throws InterruptedException {
        Map<String, String> variables =
                CommandVariables.of(new ValueFolder(order.workdir()).over(settings.kernelEnvironment()), order, work);
        try (CommandProcess process = new CommandProcess(work.words(), order.workdir(), variables, log::printed)) {
            cancellation.begin();
            int exitCode;
            try {
                exitCode = process.await();
            } catch (InterruptedException e) {
                return Outcome.stopped(cancellation.reason(), order.timeout());
            } finally {
                cancellation.end();
            }
            return Outcome.ofCommand(exitCode, process.lastLines(Outcome.LAST_LINES));
        } catch (IOException | IllegalArgumentException e) {
            return Outcome.failed(
                    "launch",
                    "CommandNotStarted",
                    "The command could not be started: " + e.getMessage()
                            + ". Name a program that the task's environment has.");
        }
    }

    private int execute(Order order, Order.Work.Notebook work, @Nullable StartedKernel ready, Delivery delivery)
            throws InterruptedException {
        NotebookExecutor executor = new NotebookExecutor(clock);
        // The kernel starts first: it takes longest, and the notebook is read meanwhile.
        try (StartedKernel kernel =
                ready == null ? executor.start(settings.execution(order.workdir(), order.environment())) : ready) {
            // Delivered before the kernel is closed, whose end may take seconds.
            return delivery.finish(execute(order, work, kernel, executor, delivery), this::patience);
        } catch (KernelException e) {
            delivery.startedWithoutCells();
            Outcome outcome = Outcome.failed("launch", "KernelNotStarted", e.getMessage() + " " + e.remedy());
            return delivery.finish(outcome, this::patience);
        }
    }

    private Outcome execute(
            Order order, Order.Work.Notebook work, StartedKernel kernel, NotebookExecutor executor, Delivery delivery) {
        Notebook notebook;
        try {
            notebook = prepare(work, kernel.language(), log::line);
        } catch (NotebookException e) {
            delivery.startedWithoutCells();
            return Outcome.failed("notebook", "NotebookUnusable", String.valueOf(e.getMessage()));
        }
        try (OutputFile output = new OutputFile(delivery.storage(), notebook)) {
            AttemptListener listener = delivery.listener(notebook, output);
            ExecutionResult result;
            cancellation.begin();
            try {
                result = executor.execute(notebook, kernel, listener);
            } finally {
                cancellation.end();
            }
            Outcome outcome = Outcome.of(result, notebook, cancellation.reason(), order.timeout());
            ErrorMarkers.mark(notebook);
            output.finish();
            return outcome.placedIn(notebook);
        } catch (StorageException e) {
            return Outcome.failed(
                    "notebook", "OutputNotWritten", "The output notebook could not be written: " + e.getMessage());
        } catch (RuntimeException e) {
            // A fault of the runner's own: it must not look like a lost attempt, which would be run again and fail
            // again.
            return Outcome.failed("launch", "RunnerFault", "The runner failed, please report this: " + e);
        }
    }

    /** The notebook that is executed, with its parameters in it. */
    static Notebook prepare(Order.Work.Notebook work, String kernelLanguage, Consumer<String> log) {
        Notebook notebook = Notebook.read(work.file());
        notebook.warnings().forEach(log);
        PapermillMetadata.prepare(notebook);
        ErrorMarkers.remove(notebook);
        if (!work.parameters().isEmpty()) {
            String language = kernelLanguage.isEmpty() ? "python" : kernelLanguage;
            Parameters.inject(notebook, work.parameters(), "python3", language).forEach(log);
        }
        PapermillMetadata.paths(notebook, work.name(), "output.ipynb");
        return notebook;
    }

    private Order fetchOrder() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                return server.order();
            } catch (ServerClient.Refused e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0 || cancellation.reason() != null) {
                    throw e;
                }
                var _ = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void startTimeout(Order order) {
        Duration timeout = order.timeout();
        if (timeout != null) {
            var _ = Thread.ofVirtual().name("timeout").start(() -> {
                try {
                    if (!ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                        cancellation.cancel(Cancellation.Reason.TIMEOUT);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
