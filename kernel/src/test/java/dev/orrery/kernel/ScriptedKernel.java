package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Installs {@code scripted_kernel.py}, whose cells say what it sends, once for Unix sockets and once for TCP. */
final class ScriptedKernel {
    private ScriptedKernel() {}

    /** @return the folder to look for kernels in; they are named {@code ipc} and {@code tcp} */
    static Path install(Path folder) throws IOException {
        Path script = folder.resolve("scripted_kernel.py");
        try (var source = ScriptedKernel.class.getResourceAsStream("/scripted_kernel.py")) {
            Files.write(script, source.readAllBytes());
        }
        for (String name : List.of("ipc", "tcp")) {
            Path spec = Files.createDirectories(folder.resolve("kernels").resolve(name));
            // By its last word the kernel is taken for an ipykernel, which can listen on Unix sockets.
            Files.writeString(
                    spec.resolve("kernel.json"),
                    "{\"argv\": [\"%s\", \"%s\", \"{connection_file}\", \"%s\"], \"language\": \"python\"}"
                            .formatted(
                                    TestingPython.prefix().resolve("bin/python"),
                                    script,
                                    name.equals("ipc") ? "ipykernel" : "no"));
        }
        return folder;
    }

    static TestingRun run(Path folder, String transport, String... cells) throws IOException {
        TestingRun run = new TestingRun(cells);
        run.kernelPath = install(folder);
        run.kernelName = transport;
        return run;
    }
}
