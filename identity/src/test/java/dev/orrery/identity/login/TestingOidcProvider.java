package dev.orrery.identity.login;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** npm's oidc-provider, a certified OpenID provider, as a process of its own; fetched where it is not there yet. */
final class TestingOidcProvider implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "oidc");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "provider.mjs");

    private final Process process;
    private final int port;

    TestingOidcProvider(String publicUrl) throws Exception {
        install();
        process = new ProcessBuilder("node", "provider.mjs", publicUrl + "/hub/oauth_callback", publicUrl + "/login")
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        port = Integer.parseInt(String.valueOf(line));
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    private static void install() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : FILES) {
            try (var in = TestingOidcProvider.class.getResourceAsStream("/oidc/" + file)) {
                if (in == null) {
                    throw new IOException("no " + file);
                }
                Files.copy(in, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.isDirectory(FOLDER.resolve("node_modules/oidc-provider"))) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(FOLDER.toFile())
                .inheritIO()
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm could not fetch oidc-provider");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
