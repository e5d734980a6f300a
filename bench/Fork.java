import dev.orrery.kernel.ExecutionListener;
import dev.orrery.kernel.ExecutionOptions;
import dev.orrery.kernel.ExecutionResult;
import dev.orrery.kernel.ForkServer;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.kernel.StartedKernel;
import dev.orrery.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Executes one notebook COUNT times at once by kernels from a fork server that stands ready; prints the milliseconds, once for each line that it reads. */
public final class Fork {
    public static void main(String[] arguments) throws Exception {
        Path prefix = Path.of(arguments[0]);
        Path input = Path.of(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        ExecutionOptions options = new ExecutionOptions(
                "python3", input.getParent(), System.getenv(), List.of(prefix.resolve("share/jupyter")));
        InstantSource clock = InstantSource.system();
        try (ForkServer server = ForkServer.start(options, clock, List.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            if (!server.refusal().isEmpty()) {
                throw new IllegalStateException(server.refusal());
            }
            while (System.in.read() >= 0) {
                long start = System.nanoTime();
                List<Callable<ExecutionResult>> all = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    Path output = input.resolveSibling("ours-" + i + ".ipynb");
                    all.add(() -> execute(server, options, clock, input, output));
                }
                for (var result : threads.invokeAll(all)) {
                    if (!(result.get() instanceof ExecutionResult.Completed)) {
                        throw new IllegalStateException(result.get().toString());
                    }
                }
                System.out.println((System.nanoTime() - start) / 1_000_000);
            }
        }
        System.exit(0);
    }

    private static ExecutionResult execute(
            ForkServer server, ExecutionOptions options, InstantSource clock, Path input, Path output)
            throws Exception {
        try (StartedKernel kernel = server.fork(options)) {
            Notebook notebook = Notebook.read(input);
            ExecutionResult result =
                    new NotebookExecutor(clock).execute(notebook, kernel, new ExecutionListener() {});
            Files.writeString(output, notebook.write());
            return result;
        }
    }
}
