package dev.orrery.http;

import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and key in two PEM files, which whoever renews them may replace while it runs: new connections get
 * the new one. Files that are not right are told to the log, and the old certificate is kept.
 */
public final class CertificateFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    // A handshake waits no longer for the next bytes; after it, ClientLimits says how long.
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final Path certificate;
    private final Path key;
    private final CertificateKeys keys;
    private final SSLContext context;
    private List<String> seen;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificate-files").daemon().factory());

    /** @throws IllegalArgumentException where they are no certificate with its key; says which file and what to do */
    public CertificateFiles(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        this.seen = state();
        this.keys = new CertificateKeys(ServerCertificate.read(certificate, key));
        try {
            SSLContext plain = SSLContext.getInstance("TLS");
            plain.init(new KeyManager[] {keys}, null, null);
            this.context = new ImpatientSslContext(plain, HANDSHAKE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** For the web server. */
    public Tls tls() {
        return Tls.builder().sslContext(context).build();
    }

    /** Looks every ten seconds whether the files have changed, from now on until {@link #close}. */
    public void watch() {
        var _ = looks.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** Looks once. The two are replaced one after the other, so that what does not fit now may fit the next time. */
    public synchronized void look() {
        List<String> now = state();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            keys.replace(ServerCertificate.read(certificate, key));
            LOG.info("The certificate was read anew from {}", certificate);
        } catch (IllegalArgumentException e) {
            LOG.error("The new certificate is not taken, the old one is kept. {}", e.getMessage());
        }
    }

    private List<String> state() {
        return List.of(state(certificate), state(key));
    }

    private static String state(Path file) {
        try {
            // The file itself and what it links to: certbot moves links.
            return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "not there";
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
