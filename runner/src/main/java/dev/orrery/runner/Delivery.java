package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Notebook;
import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.ObjectStorage;
import dev.orrery.storage.StorageException;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** How it becomes known what an attempt does and comes to: by events for the server, and by its result, which is in the storage first. */
final class Delivery {
    private final Order order;
    private final EventSender sender;
    private final AttemptEvents events;
    private final AttemptLog log;
    private final ObjectStorage storage;

    Delivery(Order order, EventSender sender, AttemptEvents events, AttemptLog log) {
        this.order = order;
        this.sender = sender;
        this.events = events;
        this.log = log;
        this.storage = new DirectoryStorage(order.storage());
    }

    ObjectStorage storage() {
        return storage;
    }

    /** Tells that something began which has no cells, or whose cells nobody will see. */
    void startedWithoutCells() {
        sender.add(events.started(null));
    }

    AttemptListener listener(Notebook notebook, OutputFile output) {
        return new AttemptListener(notebook, output, events, sender, log);
    }

    /**
     * Delivers the end.
     *
     * @param patience how long the server is waited for; asked when the result is in the storage
     * @return the process's exit code: 0 where the result was delivered or written
     */
    int finish(Outcome executed, Supplier<Duration> patience) throws InterruptedException {
        Outcome outcome = executed.without(Redaction.of(order.environment()));
        ObjectNode outputs = ProtocolJson.object();
        try {
            outputs = new ValueFolder(order.workdir()).outputs();
        } catch (RunnerException e) {
            log.line(String.valueOf(e.getMessage()));
            if (outcome.error() == null) {
                outcome = Outcome.failed(order.work().word(), "OutputUnusable", String.valueOf(e.getMessage()));
            }
        }
        log(outcome);
        ObjectNode last = events.finished(outcome, outputs);
        boolean written = write(last);
        sender.add(last);
        boolean delivered = sender.finish(patience.get());
        if (!delivered) {
            log.line("the server did not take the result" + (written ? "; it is in the storage" : ""));
        }
        return delivered || written ? 0 : 1;
    }

    private void log(Outcome outcome) {
        Outcome.Fault error = outcome.error();
        if (error != null) {
            if (!error.isInLog()) {
                error.traceback().forEach(line -> log.printed(line + "\n"));
            }
            log.line(error.name() + ": " + error.message());
        }
        log.line("attempt ended: " + outcome.state());
    }

    private boolean write(ObjectNode result) {
        try {
            storage.put("result.json", ProtocolJson.write(result));
            return true;
        } catch (StorageException e) {
            log.line("the result could not be written: " + e.getMessage());
            return false;
        }
    }
}
