package dev.orrery.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an installed {@code kernel.json} says about a kernel.
 *
 * @param directory where it was found
 * @param argv its command, with placeholders
 * @param environment variables to add, with placeholders
 * @param interruptByMessage whether it is interrupted by a message instead of SIGINT
 */
record Kernelspec(
        String name,
        Path directory,
        List<String> argv,
        Map<String, String> environment,
        String language,
        boolean interruptByMessage) {
    Kernelspec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty()) {
            throw new KernelException(
                    "The kernelspec " + directory + " has no command (argv).", "Install the kernel again.");
        }
    }

    boolean isIpykernel() {
        return argv.stream().anyMatch(word -> word.equals("ipykernel_launcher") || word.equals("ipykernel"));
    }
}
