package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.NotebookParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads and writes what a path on the command line names: a file, a standard stream, or another place ({@link RemoteFiles}). */
final class NotebookFiles implements AutoCloseable {
    private final RunTerminal terminal;
    private final RemoteFiles remote;
    private @Nullable LocalOutput output;

    NotebookFiles(RunTerminal terminal) {
        this.terminal = terminal;
        this.remote = new RemoteFiles(terminal);
    }

    /** The notebook at a path; a path that is itself a notebook's JSON is taken for the notebook, as papermill does. */
    Notebook notebook(String path) {
        boolean isText = isText(path);
        if (isFile(path)) {
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
     * Saves the notebook while the run goes on: in a file at what the parts cost that have changed ({@link LocalOutput}); in
     * another place than this machine it may be left for later.
     */
    void save(NotebookParts notebook, Notebook whole, String path) {
        if (RemoteFiles.isRemote(path)) {
            remote.save(path, () -> bytes(whole));
            return;
        }
        if (isStream(path)) {
            return;
        }
        try {
            local(path).save(notebook.get());
        } catch (IOException e) {
            throw notWritten(path, e);
        }
    }

    /** Writes the complete notebook. */
    void write(Notebook notebook, String path) {
        if (RemoteFiles.isRemote(path)) {
            remote.write(path, bytes(notebook));
            return;
        }
        try {
            if (isStream(path)) {
                notebook.writeTo(terminal.output());
                terminal.output().flush();
                if (terminal.output().checkError()) {
                    throw new IOException("standard output cannot be written to");
                }
            } else {
                local(path).write(new NotebookParts(notebook).get());
            }
        } catch (IOException e) {
            throw notWritten(path, e);
        }
    }

    private static byte[] bytes(Notebook notebook) {
        return notebook.write().getBytes(StandardCharsets.UTF_8);
    }

    /** There is one output, and each save builds upon the one before. */
    private LocalOutput local(String path) throws IOException {
        LocalOutput local = output;
        if (local == null) {
            local = new LocalOutput(terminal.directory().resolve(path));
            output = local;
        }
        return local;
    }

    private static RunException notWritten(String path, IOException e) {
        return new RunException("Cannot write the notebook " + path + ": " + e.getMessage()
                + ". Is there room on the disk, and may you write there? What was saved there before is whole.");
    }

    /** Leaves nothing beside the output. */
    @Override
    public void close() {
        if (output != null) {
            output.close();
        }
    }

    /** Whether the path is of a file on this machine. */
    boolean isFile(String path) {
        return !isStream(path) && !isText(path) && !RemoteFiles.isRemote(path);
    }

    private static boolean isText(String path) {
        return path.stripLeading().startsWith("{");
    }

    static boolean isStream(String path) {
        return path.startsWith("-");
    }
}
