package dev.orrery.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS for browsers. The plain port then serves processes of this machine alone, which know no certificates.
 *
 * @param certificate the certificate with its chain, PEM
 * @param key its private key, PEM
 * @param port where TLS is listened for
 * @param redirectPort where browsers are listened for that come without TLS, to be sent to it; null: nowhere
 */
record TlsSetting(
        Path certificate, Path key, int port, @Nullable Integer redirectPort) {
    private static final int DEFAULT_PORT = 8443;

    TlsSetting {
        check("ORRERY_TLS_PORT", port);
        if (redirectPort != null) {
            check("ORRERY_TLS_REDIRECT_PORT", redirectPort);
        }
    }

    /** Empty where there is to be no TLS. */
    static Optional<TlsSetting> of(Map<String, String> options, Map<String, String> environment) {
        String certificate = value("tls-certificate", "ORRERY_TLS_CERTIFICATE", options, environment);
        String key = value("tls-key", "ORRERY_TLS_KEY", options, environment);
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new UsageException("TLS needs both --tls-certificate and --tls-key.");
        }
        String port = value("tls-port", "ORRERY_TLS_PORT", options, environment);
        String redirect = environment.getOrDefault("ORRERY_TLS_REDIRECT_PORT", "");
        return Optional.of(new TlsSetting(
                Path.of(certificate).toAbsolutePath(),
                Path.of(key).toAbsolutePath(),
                port.isEmpty() ? DEFAULT_PORT : ServerConfig.number("ORRERY_TLS_PORT", port),
                redirect.isEmpty() ? null : (Integer) ServerConfig.number("ORRERY_TLS_REDIRECT_PORT", redirect)));
    }

    private static String value(
            String option, String variable, Map<String, String> options, Map<String, String> environment) {
        return options.getOrDefault(option, environment.getOrDefault(variable, ""));
    }

    private static void check(String name, int port) {
        if (port < 1 || port > 65535) {
            throw new UsageException(name + " must be 1 to 65535, but is " + port + ".");
        }
    }
}
