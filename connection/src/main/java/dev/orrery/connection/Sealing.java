package dev.orrery.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts texts at rest: AES-256-GCM with a random nonce of 96 bits, and what the text is for as associated data, so that a sealed
 * text opens in its own place alone. Holds a key, so it is no record.
 */
public final class Sealing {
    private static final String VERSION = "v1:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Sealing(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * With the key of an environment variable where it is set, else of a file, which is made where it is not there: 32 random
     * bytes in base64, readable by its owner alone.
     *
     * @param given null where the variable is not set
     */
    public static Sealing of(@Nullable String given, Path file) {
        if (given != null && !given.isBlank()) {
            return new Sealing(decoded(given, "ORRERY_SECRET_KEY"));
        }
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return new Sealing(decoded(Files.readString(file), file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("The key in " + file + " cannot be read", e);
        }
    }

    private static byte[] decoded(String text, String where) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw ConnectionException.invalid(
                where + " holds no key: it must be 32 bytes in base64, such as 'openssl rand -base64 32' prints.");
    }

    /** Another server of the same directory may do the same: the first one's stays. */
    private static void make(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path whole = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // made meanwhile
        } catch (UnsupportedOperationException e) {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    String seal(String text, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] both = new byte[nonce.length + sealed.length];
            System.arraycopy(nonce, 0, both, 0, nonce.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return VERSION + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    /** @throws ConnectionException where it was sealed with another key, for another purpose, or was changed since */
    String open(String sealed, String purpose) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(both, 0, nonce, 0, nonce.length);
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw ConnectionException.invalid("What is stored for the " + purpose
                    + " cannot be opened with this server's key: put the old secret.key back, or set it anew.");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
