package dev.orrery.identity.login;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The accounts of the machine that the server runs on, through PAM; a person's groups are those of the system. */
final class PamProvider {
    // pam_unix takes two seconds to say no; a directory over the network may take longer to say yes.
    private static final int LIMIT_SECONDS = 30;

    private final ProviderSettings.Pam settings;

    PamProvider(ProviderSettings.Pam settings) {
        this.settings = settings;
    }

    ProviderSettings.Pam settings() {
        return settings;
    }

    /**
     * Whose they are; empty where PAM says no. Blocking. {@link LoginRefused} where PAM cannot say.
     *
     * @param name as it was typed: the system's name of the account
     */
    Optional<Person> person(String name, String password) {
        if (name.isEmpty() || (name + password).indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Finished asked = run(command(), name + "\0" + password);
        return switch (asked.code()) {
            case PamCheck.RIGHT -> Optional.of(new Person(name, name, null, null, groups(name)));
            case PamCheck.WRONG -> Optional.empty();
            default ->
                throw new LoginRefused(
                        LoginRefused.Code.PROVIDER,
                        "PAM's service '" + settings.service() + "' does not work: " + asked.output());
        };
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Path.of(PamCheck.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                PamCheck.class.getName(),
                settings.service()));
        Path folder = settings.folder();
        if (folder != null) {
            command.add(folder.toString());
        }
        return command;
    }

    /** As the system's {@code id} knows them, which asks directories too. */
    private static Set<String> groups(String name) {
        Finished asked = run(List.of("id", "-Gnz", "--", name), "");
        return asked.code() == 0 ? Set.of(asked.output().split("\0")) : Set.of();
    }

    private record Finished(int code, String output) {}

    private static Finished run(List<String> command, String input) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new LoginRefused(LoginRefused.Code.PROVIDER, "PAM cannot be asked: " + e.getMessage(), e);
        }
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                throw new LoginRefused(
                        LoginRefused.Code.PROVIDER, "PAM has not answered within " + LIMIT_SECONDS + " seconds");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Finished(process.exitValue(), output.strip());
        } catch (IOException e) {
            throw new LoginRefused(LoginRefused.Code.PROVIDER, "PAM cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginRefused(LoginRefused.Code.PROVIDER, "the platform is stopping", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
