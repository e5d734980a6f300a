package dev.orrery.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the command sees of its surroundings.
 *
 * @param inputPiped whether standard input is a pipe, which makes the notebook's path optional
 * @param outputTerminal whether a person sees standard output
 * @param errorTerminal whether a person sees standard error, and so the progress
 * @param environment the process's variables, handed to the kernel
 * @param directory what relative paths start from
 */
record RunTerminal(
        InputStream input,
        PrintStream output,
        PrintStream error,
        boolean inputPiped,
        boolean outputTerminal,
        boolean errorTerminal,
        Map<String, String> environment,
        Path directory,
        InstantSource clock) {

    /** This process's own surroundings. */
    static RunTerminal ofProcess() {
        return new RunTerminal(
                System.in,
                System.out,
                System.err,
                stream(0).startsWith("pipe:"),
                isTerminal(1),
                isTerminal(2),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                InstantSource.system());
    }

    private static boolean isTerminal(int descriptor) {
        String target = stream(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    }

    /** What a standard stream is connected to. Asking java.io.Console instead would cost half of the start-up time. */
    private static String stream(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            // No such view of the process on this system: taken for neither a pipe nor a terminal.
            return "";
        }
    }
}
