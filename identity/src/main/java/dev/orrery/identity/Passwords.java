package dev.orrery.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as Argon2id hashes in the PHC text form, with OWASP's second choice of parameters (19 MiB, 2 passes, 1 lane).
 * At most a few are computed at once, so that a flood of logins cannot take the memory.
 */
final class Passwords {
    static final int MIN_LENGTH = 8;
    static final int MAX_LENGTH = 256;

    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore atOnce = new Semaphore(4);
    private final String decoy = hash("no password has this hash");

    /** Refuses a password that is too easy, with words that say why. */
    static void check(String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            throw weak("The password has " + length + " characters; it needs at least " + MIN_LENGTH + ".");
        }
        if (length > MAX_LENGTH) {
            throw weak("The password has more than " + MAX_LENGTH + " characters.");
        }
        if (password.equalsIgnoreCase(name)) {
            throw weak("The password is the user's name; choose another.");
        }
        if (password.codePoints().distinct().count() == 1) {
            throw weak("The password is one character again and again; choose another.");
        }
    }

    String hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** Whether the password has that hash. A user who is not there (null) costs as much time as one who is. */
    boolean matches(String password, @Nullable String stored) {
        Matcher form = FORM.matcher(stored == null ? decoy : stored);
        if (!form.matches()) {
            throw new IllegalStateException("a stored password has an unknown form");
        }
        byte[] expected = Base64.getDecoder().decode(form.group(5));
        byte[] actual = compute(
                password,
                Base64.getDecoder().decode(form.group(4)),
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)));
        return MessageDigest.isEqual(expected, actual) && stored != null;
    }

    private byte[] compute(String password, byte[] salt, int memory, int passes, int lanes) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        byte[] hash = new byte[HASH_BYTES];
        atOnce.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            atOnce.release();
        }
        return hash;
    }

    private static IdentityException weak(String why) {
        return new IdentityException(IdentityException.Code.WEAK_PASSWORD, why);
    }
}
