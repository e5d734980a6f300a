package dev.orrery.identity.login;

import dev.orrery.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * One login on its way through a provider. All of it stands in a cookie of the browser that began it, so that any server
 * can finish it, and nobody else's browser can: state, nonce and PKCE verifier are made of the cookie's secret, and cannot
 * be told from each other.
 *
 * @param secret 256 random bits
 * @param provider its id
 * @param next a local path
 */
record Handshake(String secret, String provider, String next) {
    private static final int COOKIE_ID = 12;

    /** A fresh one. */
    static Handshake begin(String provider, String next) {
        return new Handshake(Secrets.random(""), provider, next);
    }

    static Optional<Handshake> ofCookie(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3 || parts[0].length() != 43) {
            return Optional.empty();
        }
        try {
            String next = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            return Optional.of(new Handshake(parts[0], parts[1], LocalPath.or(next, "/")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String cookie() {
        return secret + "." + provider + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8));
    }

    /** Each login has a cookie of its own, so that two of them in two tabs both come through. */
    static String cookieName(String state) {
        String id = state.replaceAll("[^A-Za-z0-9]", "");
        return "orrery-login-" + id.substring(0, Math.min(COOKIE_ID, id.length()));
    }

    String state() {
        return derive("state");
    }

    String nonce() {
        return derive("nonce");
    }

    String verifier() {
        return derive("verifier");
    }

    boolean hasState(String other) {
        return MessageDigest.isEqual(state().getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private String derive(String purpose) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((purpose + "." + secret).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Handshake[" + provider + "]";
    }
}
