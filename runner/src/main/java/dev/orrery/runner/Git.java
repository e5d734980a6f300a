package dev.orrery.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The git on the PATH, asked in one directory. */
final class Git {
    private final Path directory;

    Git(Path directory) {
        this.directory = directory;
    }

    /** What a command said; the standard error is not kept. */
    record Answer(int exitCode, String text) {
        boolean ok() {
            return exitCode == 0;
        }

        String line() {
            return text.strip();
        }
    }

    Answer ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new RunException("git cannot be started. Is it installed? (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("Interrupted.");
        }
    }

    /** {@link #ask} of what has to succeed. */
    String need(String refusal, String... arguments) {
        Answer answer = ask(arguments);
        if (!answer.ok()) {
            throw new RunException(refusal);
        }
        return answer.text();
    }

    boolean isRevision(String name) {
        return !name.startsWith("-")
                && ask("rev-parse", "--verify", "--quiet", name + "^{commit}").ok();
    }
}
