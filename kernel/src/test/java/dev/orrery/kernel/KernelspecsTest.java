package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecsTest {
    @TempDir
    Path folder;

    @Test
    void theFirstDirectoryWins() throws IOException {
        install("given", "given");
        install("path", "path");
        Kernelspecs specs = new Kernelspecs(
                List.of(folder.resolve("given")),
                Map.of("JUPYTER_PATH", folder.resolve("path").toString()));

        assertEquals("given", specs.find("k").language());
    }

    @Test
    void kernelsAreFoundWhereJupyterLooks() throws IOException {
        install("home/.local/share/jupyter", "user");
        install("env/share/jupyter", "environment");

        assertEquals(
                "user",
                new Kernelspecs(List.of(), Map.of("HOME", folder.resolve("home").toString()))
                        .find("k")
                        .language());
        assertEquals(
                "environment",
                new Kernelspecs(
                                List.of(),
                                Map.of("PATH", folder.resolve("env/bin").toString()))
                        .find("K")
                        .language());
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused() throws IOException {
        install("given", "given");
        Kernelspecs specs = new Kernelspecs(List.of(folder.resolve("given")), Map.of());

        for (String name : List.of("../k", "..", "", "a/b")) {
            KernelException refused = assertThrows(KernelException.class, () -> specs.find(name));
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot be named"), refused::getMessage);
        }
    }

    @Test
    void aBrokenSpecIsNamed() throws IOException {
        install("given", "given");
        Path file = folder.resolve("given/kernels/k/kernel.json");
        Files.writeString(file, "{\"argv\": ");
        Kernelspecs specs = new Kernelspecs(List.of(folder.resolve("given")), Map.of());

        KernelException broken = assertThrows(KernelException.class, () -> specs.find("k"));

        assertTrue(String.valueOf(broken.getMessage()).contains(file.toString()), broken::getMessage);
    }

    private void install(String directory, String language) throws IOException {
        Path spec = Files.createDirectories(folder.resolve(directory).resolve("kernels/k"));
        Files.writeString(spec.resolve("kernel.json"), "{\"argv\": [\"x\"], \"language\": \"" + language + "\"}");
    }
}
