package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Reads and writes what a path on the command line names: a file, a standard stream, or another place ({@link RemoteFiles}). */
final class NotebookFiles {
    private final RunTerminal terminal;
    private final RemoteFiles remote;

    NotebookFiles(RunTerminal terminal) {
        this.terminal = terminal;
        this.remote = new RemoteFiles(terminal);
    }

    /** The notebook at a path; a path that is itself a notebook's JSON is taken for the notebook, as papermill does. */
    Notebook notebook(String path) {
        boolean isText = path.stripLeading().startsWith("{");
        if (!isStream(path) && !isText && !RemoteFiles.isRemote(path)) {
            return Notebook.read(terminal.directory().resolve(path));
        }
        String json = isText ? path : text(path);
        try {
            return Notebook.parse(json);
        } catch (NotebookException e) {
            String name = isText ? "The notebook given as text" : isStream(path) ? "Standard input" : ShownUrl.of(path);
            throw new RunException(name + ": " + e.getMessage());
        }
    }

    /** A file's text; whatever begins with a hyphen is standard input, as with papermill. */
    String text(String path) {
        if (RemoteFiles.isRemote(path)) {
            return new String(remote.read(path), StandardCharsets.UTF_8);
        }
        try {
            return isStream(path)
                    ? new String(terminal.input().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(terminal.directory().resolve(path));
        } catch (IOException e) {
            throw new RunException("Cannot read " + path + ": " + e);
        }
    }

    /** Throws when there is no place to write to, before anything is run. */
    void checkWritable(String path) {
        if (isStream(path)) {
            return;
        }
        if (RemoteFiles.isRemote(path)) {
            remote.checkWritable(path);
            return;
        }
        Path folder = terminal.directory().resolve(path).getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new RunException("Output folder " + folder + " doesn't exist. Create it first.");
        }
    }

    /**
     * Writes a notebook. A regular file is replaced in one step, so that a reader never sees half of it; through a symbolic
     * link, to a device or to a pipe it is written in place.
     */
    void write(Notebook notebook, String path) {
        byte[] bytes = bytes(notebook);
        if (RemoteFiles.isRemote(path)) {
            remote.write(path, bytes);
            return;
        }
        if (isStream(path)) {
            terminal.output().writeBytes(bytes);
            terminal.output().flush();
            return;
        }
        Path file = terminal.directory().resolve(path);
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.write(file, bytes);
            } else {
                replace(file, bytes);
            }
        } catch (IOException e) {
            throw new RunException(
                    "Cannot write the notebook " + path + ": " + e + ". Is there room, and may you write there?");
        }
    }

    /** As {@link #write}, while the run goes on: in another place than this machine it may be left for later. */
    void save(Notebook notebook, String path) {
        if (RemoteFiles.isRemote(path)) {
            remote.save(path, () -> bytes(notebook));
        } else {
            write(notebook, path);
        }
    }

    private static byte[] bytes(Notebook notebook) {
        return notebook.write().getBytes(StandardCharsets.UTF_8);
    }

    static void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(
                    temporary,
                    bytes,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            keepMode(file, temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** A file that was there before keeps its permissions. */
    private static void keepMode(Path file, Path temporary) throws IOException {
        if (Files.exists(file)) {
            try {
                Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
            } catch (UnsupportedOperationException | UncheckedIOException e) {
                // This file system knows no such permissions.
            }
        }
    }

    static boolean isStream(String path) {
        return path.startsWith("-");
    }
}
