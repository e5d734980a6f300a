package dev.orrery.runner;

import dev.orrery.kernel.CellStats;
import dev.orrery.kernel.ExecutionListener;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookParts;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Saves the notebook as it grows, and tells the terminal how far it is. */
final class RunListener implements ExecutionListener {
    /** Saving may take this part of the autosave period; past that the period doubles. */
    private static final double MOST_TIME_SAVING = 0.25;

    /**
     * What is told while cells run.
     *
     * @param save writes the notebook as it stands
     * @param parts hears what changed since
     * @param saveOnCell whether it is written before the end at all
     * @param logOutput whether outputs go to the log
     * @param stdout where standard output is copied to, or null
     */
    record Sinks(
            Runnable save,
            NotebookParts parts,
            boolean saveOnCell,
            boolean logOutput,
            @Nullable Writer stdout,
            @Nullable Writer stderr) {}

    private final Notebook notebook;
    private final String kernelName;
    private final Sinks sinks;
    private final RunLog log;
    private final RunProgress progress;
    private final InstantSource clock;
    private final Map<Integer, Integer> logged = new HashMap<>();
    private Duration autosave;
    private Instant lastSave = Instant.MIN;
    private @Nullable IOException copyFailure;

    RunListener(
            Notebook notebook,
            String kernelName,
            Sinks sinks,
            RunLog log,
            RunProgress progress,
            Duration autosave,
            InstantSource clock) {
        this.notebook = notebook;
        this.kernelName = kernelName;
        this.sinks = sinks;
        this.log = log;
        this.progress = progress;
        this.autosave = autosave;
        this.clock = clock;
    }

    @Override
    public void prepared() {
        save();
    }

    @Override
    public boolean wantsUsage() {
        return false;
    }

    @Override
    public void kernelStarted() {
        log.info("Executing notebook with kernel: " + kernelName);
        progress.start(notebook.cells().size());
    }

    /** The save here also holds the end of the cell before, which came at the same instant. Text cells need none. */
    @Override
    public void cellStarted(int index) {
        Cell cell = notebook.cells().get(index);
        if (sinks.logOutput()) {
            log.info("Executing Cell " + ruled(index, 40));
        }
        progress.cell(cell);
        sinks.parts().changed(index);
        if (NotebookExecutor.isExecuted(cell)) {
            save();
        }
    }

    /** Whoever is told that a cell is done finds it in the file. */
    @Override
    public void cellFinished(int index, CellStats stats, boolean failed) {
        if (failed) {
            // The notebook's own metadata say so, too.
            sinks.parts().changed();
        }
        sinks.parts().changed(index);
        boolean told = sinks.logOutput() || progress.isShown();
        if (failed || (told && NotebookExecutor.isExecuted(notebook.cells().get(index)))) {
            save();
        }
        if (sinks.logOutput()) {
            log.info("Ending Cell " + ruled(index, 43));
        }
        progress.done();
    }

    private static String ruled(int index, int width) {
        String number = String.valueOf(index + 1);
        return number + "-".repeat(width - number.length());
    }

    @Override
    public void outputChanged(int index) {
        sinks.parts().changed(index);
        if (sinks.logOutput()) {
            logTexts(index);
        }
        Instant now = clock.instant();
        if (autosave.isZero() || !sinks.saveOnCell() || now.isBefore(lastSave.plus(autosave))) {
            return;
        }
        save();
        Duration taken = Duration.between(now, clock.instant());
        if (taken.toNanos() > autosave.toNanos() * MOST_TIME_SAVING) {
            autosave = autosave.multipliedBy(2);
            log.warn("Autosave too slow: " + taken.toMillis() + " ms, over 25% limit. Backing off to "
                    + autosave.toSeconds() + " sec");
        }
    }

    /** Logs the plain text of outputs that came since; streams are logged as they arrive. */
    private void logTexts(int index) {
        var outputs = notebook.cells().get(index).outputs();
        for (int i = logged.getOrDefault(index, 0); i < outputs.size(); i++) {
            JsonNode text = outputs.get(i).path("data").path("text/plain");
            if (text.isString()) {
                log.info(text.stringValue());
            }
        }
        logged.put(index, outputs.size());
    }

    @Override
    public void stream(String name, String text) {
        boolean error = name.equals("stderr");
        if (sinks.logOutput()) {
            log.log(error ? RunLog.Level.WARNING : RunLog.Level.INFO, text);
        }
        Writer copy = error ? sinks.stderr() : sinks.stdout();
        if (copy == null || copyFailure != null) {
            return;
        }
        try {
            copy.write(text);
            copy.flush();
        } catch (IOException e) {
            copyFailure = e;
            // The execution is cancelled by its own thread: the cell ends as interrupted, and the notebook is complete.
            Thread.currentThread().interrupt();
        }
    }

    /** Throws why the copies of the kernel's output are not complete, if they are not. */
    void checkCopies() throws IOException {
        if (copyFailure != null) {
            throw copyFailure;
        }
    }

    @Override
    public void warning(String sentence) {
        log.warn(sentence);
    }

    private void save() {
        if (sinks.saveOnCell()) {
            sinks.save().run();
            lastSave = clock.instant();
        }
    }
}
