package dev.orrery.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An output notebook in another place. Saves while the run goes on take at most about a quarter of its time, and may fail: what
 * could not be saved there is kept in a private folder on this machine until it could. The last write is tried for minutes.
 */
final class RemoteOutput {
    /** After a save that took so long, this many times as long goes by before the next. */
    private static final int REST = 3;

    private final RemotePlace place;
    private final String url;
    private final Patience patience;
    private final PrintStream error;
    private boolean begun;
    private boolean away;
    private boolean told;
    private long lastEnd;
    private long lastTook;
    private @Nullable Path spool;

    RemoteOutput(RemotePlace place, String url, Patience patience) {
        this.place = place;
        this.url = url;
        this.patience = patience;
        this.error = patience.progress();
    }

    /** Saves the notebook as it stands, when it is time. Throws where nothing ran yet and nothing can ever be written there. */
    void save(Supplier<byte[]> notebook) {
        if (begun && System.nanoTime() - lastEnd < REST * lastTook) {
            return;
        }
        long start = System.nanoTime();
        byte[] content = notebook.get();
        try {
            place.write(url, content);
            if (away) {
                error.println(ShownUrl.of(url) + " is back.");
                away = false;
            }
        } catch (RemotePlace.Failure e) {
            if (!begun && !e.isPassing()) {
                throw new RunException(e.sentence());
            }
            keep(content);
            if (!away) {
                error.println("Warning: " + e.sentence() + " The run goes on; its notebook is kept in " + spool
                        + " until it can be written.");
                away = true;
            }
        }
        begun = true;
        lastEnd = System.nanoTime();
        lastTook = lastEnd - start;
    }

    /** Writes the notebook for good. What cannot be written stays in its private folder, which the exception names. */
    void write(byte[] content) {
        keep(content);
        try {
            patience.call(() -> last(content));
        } catch (RemotePlace.Failure e) {
            throw new RunException(e.sentence() + kept());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("Interrupted before the notebook was written to " + ShownUrl.of(url) + "." + kept());
        }
        drop();
    }

    private boolean last(byte[] content) throws RemotePlace.Failure {
        try {
            place.write(url, content);
            return true;
        } catch (RemotePlace.Failure e) {
            if (e.isPassing() && !told) {
                error.println("The notebook is kept in " + spool + " until it is written.");
                told = true;
            }
            throw e;
        }
    }

    private String kept() {
        return spool == null ? "" : " The notebook is kept in " + spool + ": copy it from there.";
    }

    /** In this machine's temporary folder, for this user alone. */
    private void keep(byte[] content) {
        try {
            if (spool == null) {
                String name =
                        url.replaceFirst("[?#].*$", "").replaceFirst("^.*/", "").replaceAll("[^A-Za-z0-9._-]", "_");
                spool = Files.createTempDirectory("orrery-run-").resolve(name.isEmpty() ? "notebook.ipynb" : name);
            }
            replace(spool, content);
        } catch (IOException e) {
            error.println("Warning: the notebook cannot be kept on this machine either: " + e);
        }
    }

    private void drop() {
        if (spool == null) {
            return;
        }
        try {
            Files.deleteIfExists(spool);
            Path folder = spool.getParent();
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
            spool = null;
        } catch (IOException e) {
            error.println("Warning: " + spool + " is not needed any more and cannot be removed: " + e);
        }
    }

    /** In one step: whoever is killed in between leaves the copy before. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
