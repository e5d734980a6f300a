package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookParts;
import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.ObjectStorage;
import dev.orrery.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * An attempt's output notebook in the storage, where a reader or a crash always finds a whole one. In a directory it is saved
 * after each cell, at what the cell costs; in another storage it is put whole, which takes at most about a quarter of the run's time.
 */
final class OutputFile implements AutoCloseable {
    private static final String NAME = "output.ipynb";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SHARE = 4;

    private final ObjectStorage storage;
    private final Notebook notebook;
    private final NotebookParts parts;
    private final @Nullable GrowingFile file;
    private long lastEnd = System.nanoTime();
    private long lastTook;
    private boolean unsaved;

    OutputFile(ObjectStorage storage, Notebook notebook) {
        this.storage = storage;
        this.notebook = notebook;
        this.parts = new NotebookParts(notebook);
        this.file = storage instanceof DirectoryStorage directory
                ? new GrowingFile(directory.makeFolder("").resolve(NAME), true)
                : null;
    }

    /** Nothing ran yet. */
    void prepared() {
        save();
    }

    /** A cell has changed, and will be saved when it is time. */
    void changed(int index) {
        parts.changed(index);
        unsaved = true;
    }

    /** While a cell runs: what changed is saved about every two seconds. */
    void saveWhenTime() {
        if (unsaved && isTime(2 * NANOS_PER_SECOND)) {
            save();
        }
    }

    /** After a cell: always, unless saving means to put the whole, and that has become slow. */
    void cellFinished(int index, boolean failed) {
        if (failed) {
            // The notebook's own metadata say so, too.
            parts.changed();
        }
        changed(index);
        if (file != null || lastTook < NANOS_PER_SECOND / 10 || isTime(0)) {
            save();
        }
    }

    /** The complete notebook, whatever changed in it. */
    void finish() {
        parts.changed();
        if (file == null) {
            put();
            return;
        }
        try {
            file.finish(parts.get());
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private void save() {
        unsaved = false;
        long start = System.nanoTime();
        if (file == null) {
            put();
        } else {
            try {
                file.write(parts.get());
            } catch (IOException e) {
                throw notWritten(e);
            }
        }
        lastEnd = System.nanoTime();
        lastTook = lastEnd - start;
    }

    private void put() {
        storage.put(NAME, notebook.write().getBytes(StandardCharsets.UTF_8));
    }

    /** The place on disk is nobody's business. */
    private static StorageException notWritten(IOException e) {
        String why = e instanceof FileSystemException failure && failure.getReason() != null
                ? String.valueOf(failure.getReason())
                : e instanceof FileNotFoundException ? "it cannot be opened" : String.valueOf(e.getMessage());
        return new StorageException("The object '" + NAME + "' cannot be written: " + why + ".", e);
    }

    private boolean isTime(long atLeast) {
        return System.nanoTime() - lastEnd > Math.max(atLeast, lastTook * SHARE);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
