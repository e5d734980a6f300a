package dev.orrery.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that this machine trusts, as a file of PEM certificates. */
public final class CertificateBundle {
    /** Debian's and Red Hat's, as other programs on the machine use them; a JDK may come with a list of its own. */
    private static final List<Path> OF_SYSTEM =
            List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private CertificateBundle() {}

    /**
     * Trust managers for the file that the first of the variables names, else for the system's; null where there is neither, which
     * leaves it to the JDK.
     */
    public static TrustManager @Nullable [] trustManagers(Map<String, String> environment, String... variables) {
        for (String variable : variables) {
            String named = environment.get(variable);
            if (named != null && !named.isBlank()) {
                try {
                    return of(Path.of(named));
                } catch (IOException | GeneralSecurityException e) {
                    throw new StorageException(
                            "The certificates that " + variable + " names cannot be read: " + e + ".", e);
                }
            }
        }
        for (Path path : OF_SYSTEM) {
            try {
                return of(path);
            } catch (IOException | GeneralSecurityException e) {
                // not this system's place
            }
        }
        return null;
    }

    private static TrustManager[] of(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(String.valueOf(count++), each);
            }
        }
        if (count == 0) {
            throw new IOException("no certificate in " + pem);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
