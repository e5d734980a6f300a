package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.NotebookParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes what a path on the command line names: a file, or a standard stream. */
final class NotebookFiles implements AutoCloseable {
    private static final List<String> REMOTE =
            List.of("s3://", "http://", "https://", "gs://", "gcs://", "abs://", "adl://", "hdfs://", "onelake://");

    private final RunTerminal terminal;
    private @Nullable LocalOutput output;

    NotebookFiles(RunTerminal terminal) {
        this.terminal = terminal;
    }

    /** The notebook at a path; a path that is itself a notebook's JSON is taken for the notebook, as papermill does. */
    Notebook notebook(String path) {
        if (!isStream(path) && !path.stripLeading().startsWith("{")) {
            checkLocal(path);
            return Notebook.read(terminal.directory().resolve(path));
        }
        String json = isStream(path) ? text(path) : path;
        try {
            return Notebook.parse(json);
        } catch (NotebookException e) {
            throw new RunException(
                    (isStream(path) ? "Standard input: " : "The notebook given as text: ") + e.getMessage());
        }
    }

    /** A file's text; whatever begins with a hyphen is standard input, as with papermill. */
    String text(String path) {
        checkLocal(path);
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
        checkLocal(path);
        if (isStream(path)) {
            return;
        }
        Path folder = terminal.directory().resolve(path).getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new RunException("Output folder " + folder + " doesn't exist. Create it first.");
        }
    }

    /** Saves the notebook while the run goes on, at what the parts cost that have changed; see {@link LocalOutput}. */
    void save(NotebookParts notebook, String path) {
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

    static boolean isStream(String path) {
        return path.startsWith("-");
    }

    private static void checkLocal(String path) {
        for (String scheme : REMOTE) {
            if (path.startsWith(scheme)) {
                throw new RunException("Notebooks at " + scheme + " cannot be read or written yet (" + path
                        + "). Copy the file to this machine and give its path.");
            }
        }
    }
}
