package dev.orrery.runner;

import dev.orrery.kernel.TestingPython;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Python environment with what the recorded cases of papermill import, and nothing else in sight. */
final class KernelEnvironment {
    private static final List<String> PACKAGES = List.of("ipykernel==7.4.0", "ipywidgets==8.1.9", "matplotlib==3.11.2");

    private KernelEnvironment() {}

    /** Variables with which a kernel of this environment is found and started. */
    static Map<String, String> variables(Path home) {
        Path prefix = TestingPython.prefix("test-papermill", PACKAGES);
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", prefix.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", home.toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("JUPYTER_PATH", prefix.resolve("share/jupyter").toString());
        return variables;
    }
}
