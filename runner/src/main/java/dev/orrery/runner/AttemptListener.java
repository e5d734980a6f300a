package dev.orrery.runner;

import dev.orrery.kernel.CellStats;
import dev.orrery.kernel.ExecutionListener;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.time.Duration;
import java.util.Locale;

/** Tells the server, the log and the output notebook how an attempt goes on. */
final class AttemptListener implements ExecutionListener {
    private static final Duration BETWEEN_OUTPUTS = Duration.ofSeconds(1);

    private final Notebook notebook;
    private final OutputFile output;
    private final AttemptEvents events;
    private final EventSender sender;
    private final AttemptLog log;
    private final int total;
    private int done;
    private int toldCell = -1;
    private long toldAt;

    AttemptListener(Notebook notebook, OutputFile output, AttemptEvents events, EventSender sender, AttemptLog log) {
        this.notebook = notebook;
        this.output = output;
        this.events = events;
        this.sender = sender;
        this.log = log;
        this.total = (int)
                notebook.cells().stream().filter(NotebookExecutor::isExecuted).count();
    }

    @Override
    public void prepared() {
        sender.add(events.started(total));
        output.prepared();
    }

    @Override
    public void kernelStarted() {
        log.line("kernel ready, " + total + (total == 1 ? " cell" : " cells") + " to run");
    }

    @Override
    public void cellStarted(int index) {
        output.changed(index);
        Cell cell = notebook.cells().get(index);
        if (NotebookExecutor.isExecuted(cell)) {
            log.line("cell " + (done + 1) + "/" + total + " started");
            sender.add(events.cellStarted(index, cell.id()));
        }
    }

    @Override
    public void outputChanged(int index) {
        output.changed(index);
        output.saveWhenTime();
        tellOutput(index);
    }

    /** Not more often than somebody who looks on could read it. */
    private void tellOutput(int index) {
        long now = System.nanoTime();
        if (index != toldCell || now - toldAt > BETWEEN_OUTPUTS.toNanos()) {
            toldCell = index;
            toldAt = now;
            sender.add(events.cellOutput(index, notebook.cells().get(index).id()));
        }
    }

    @Override
    public void cellRunning(int index) {
        output.saveWhenTime();
    }

    @Override
    public void cellFinished(int index, CellStats stats, boolean failed) {
        Cell cell = notebook.cells().get(index);
        if (!NotebookExecutor.isExecuted(cell)) {
            output.changed(index);
            return;
        }
        done++;
        output.cellFinished(index, failed);
        sender.add(events.cellFinished(index, cell.id(), stats, failed));
        log.line("cell " + done + "/" + total + (failed ? " failed" : " done") + " after "
                + String.format(Locale.ROOT, "%.2f", stats.wall().toMillis() / 1000.0) + " s");
    }

    @Override
    public void stream(String name, String text) {
        log.printed(text);
    }
}
