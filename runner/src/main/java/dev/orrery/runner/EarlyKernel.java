package dev.orrery.runner;

import dev.orrery.kernel.ExecutionOptions;
import dev.orrery.kernel.KernelException;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.kernel.StartedKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a notebook that is not read yet: to start takes it longest. Which one it is a look at the end of the file says, where Jupyter
 * writes it; should the notebook, once it is read, want another one, or none, this one is ended.
 */
final class EarlyKernel implements AutoCloseable {
    private static final int LOOK = 16 << 10;

    private final NotebookExecutor executor;
    private final @Nullable ExecutionOptions options;
    private @Nullable StartedKernel kernel;

    private EarlyKernel(NotebookExecutor executor, @Nullable ExecutionOptions options, @Nullable StartedKernel kernel) {
        this.executor = executor;
        this.options = options;
        this.kernel = kernel;
    }

    /** Nothing is started before it is asked for. */
    static EarlyKernel none(NotebookExecutor executor) {
        return new EarlyKernel(executor, null, null);
    }

    /**
     * Starts it if it can be told which one. What is wrong is said when the kernel is asked for.
     *
     * @param named the kernel's name, where it is known
     * @param options how to start a kernel of a name
     */
    static EarlyKernel start(
            NotebookExecutor executor,
            Path notebook,
            @Nullable String named,
            Function<String, ExecutionOptions> options) {
        try {
            String name = named == null ? nameIn(notebook) : named;
            if (name == null) {
                return none(executor);
            }
            ExecutionOptions complete = options.apply(name);
            return new EarlyKernel(executor, complete, executor.start(complete));
        } catch (IOException | KernelException | RunException e) {
            return none(executor);
        }
    }

    /**
     * The early kernel, if it is of these options, else one that is started now. This object ends it.
     *
     * @throws KernelException if there is no such kernel, or its program cannot be started
     */
    StartedKernel get(ExecutionOptions wanted) {
        StartedKernel early = kernel;
        if (early != null && wanted.equals(options)) {
            return early;
        }
        close();
        StartedKernel late = executor.start(wanted);
        kernel = late;
        return late;
    }

    @Override
    public void close() {
        StartedKernel ended = kernel;
        kernel = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** The value of {@code name} in the last {@code kernelspec} of the file; null where it is not plainly there. */
    private static @Nullable String nameIn(Path notebook) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(notebook.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(LOOK, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return nameIn(new String(end, StandardCharsets.ISO_8859_1));
        }
    }

    static @Nullable String nameIn(String json) {
        int spec = json.lastIndexOf("\"kernelspec\"");
        int key = json.indexOf("\"name\"", Math.max(0, spec));
        int open = json.indexOf('"', key + 6);
        int close = json.indexOf('"', open + 1);
        int end = json.indexOf('}', Math.max(0, spec));
        boolean there = spec >= 0 && key >= 0 && open > key && close > open && close < end;
        return there && json.substring(key + 6, open).strip().equals(":") ? json.substring(open + 1, close) : null;
    }
}
