package dev.orrery.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate with its chain, the server's own first, and the private key that belongs to it. */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "orrery".getBytes(StandardCharsets.US_ASCII);

    ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads two files in PEM (RFC 7468), the key as PKCS #8 without a password.
     *
     * @throws IllegalArgumentException where they are no certificate with its key; says which file and what to do
     */
    static ServerCertificate read(Path certificate, Path key) {
        ServerCertificate read = new ServerCertificate(key(key), chain(certificate));
        if (!read.belongTogether()) {
            throw new IllegalArgumentException("The key in " + key + " is not that of the certificate in " + certificate
                    + ". Give the key that the certificate was asked for with.");
        }
        return read;
    }

    private static List<X509Certificate> chain(Path file) {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " is no certificate in PEM: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(file + " has no certificate in it.");
    }

    private static PrivateKey key(Path file) {
        Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException(file + " has no '-----BEGIN PRIVATE KEY-----' in it."
                    + " 'openssl pkcs8 -topk8 -nodes -in OLD -out NEW' makes such a key of others.");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // The next may be it.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("The key in " + file + " is none of EC, RSA or EdDSA.");
    }

    private boolean belongTogether() {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(chain.getFirst());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // A key of another kind than the certificate's.
            return false;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }
}
