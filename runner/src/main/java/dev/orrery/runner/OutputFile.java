package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.storage.ObjectStorage;
import java.nio.charset.StandardCharsets;

/**
 * The output notebook in the storage: written whole each time, put in place at once, so that a reader or a crash always finds
 * a complete notebook. Writing takes at most about a quarter of the run's time, however large the notebook grows.
 */
final class OutputFile {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SHARE = 4;

    private final ObjectStorage storage;
    private long lastEnd = System.nanoTime();
    private long lastTook;
    private boolean unsaved;

    OutputFile(ObjectStorage storage) {
        this.storage = storage;
    }

    void save(Notebook notebook) {
        unsaved = false;
        long start = System.nanoTime();
        // Python may leave half a surrogate pair in a text; it becomes a question mark rather than an unwritable file.
        storage.put("output.ipynb", notebook.write().getBytes(StandardCharsets.UTF_8));
        lastEnd = System.nanoTime();
        lastTook = lastEnd - start;
    }

    /** After a cell: always, unless saving has become slow. */
    void saveAfterCell(Notebook notebook) {
        if (lastTook < NANOS_PER_SECOND / 10 || isTime(0)) {
            save(notebook);
        }
    }

    /** The notebook has changed, and will be saved when it is time. */
    void changed(Notebook notebook) {
        unsaved = true;
        saveWhenTime(notebook);
    }

    /** While a cell runs: what changed is saved about every two seconds. */
    void saveWhenTime(Notebook notebook) {
        if (unsaved && isTime(2 * NANOS_PER_SECOND)) {
            save(notebook);
        }
    }

    private boolean isTime(long atLeast) {
        return System.nanoTime() - lastEnd > Math.max(atLeast, lastTook * SHARE);
    }
}
