package dev.orrery.hub;

import dev.orrery.identity.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Passes for those who visit a user server with a token, as scripts and editors do. User code there sees the pass in the
 * token's place: with it the server learns from the hub who the visitor is, and may do nothing else in their name. A pass
 * means its token as long as that is valid; it is known to this process alone, and remade with each request.
 */
final class VisitorPasses {
    private static final String PREFIX = "orrv_";
    private static final Pattern PLATFORM_TOKEN = Pattern.compile("orr[a-z]?_.*");

    /** A pass is asked about within moments of the request that it came with. */
    private static final int MOST_KEPT = 10_000;

    /**
     * Whom a pass stands for, and where.
     *
     * @param token "" is the platform, in the name of the server's owner
     */
    record Pass(String token, ServerName server) {
        boolean isOfPlatform() {
            return token.isEmpty();
        }

        /** All that it gives of what its token does. */
        List<String> scopes() {
            return scopesAt(server);
        }

        @Override
        public String toString() {
            return "Pass[" + server + "]";
        }
    }

    private final Predicate<String> isOther;
    private final String secret = Secrets.random("");
    private final Map<String, Pass> passes = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pass> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param isOther whether that is a token of the platform's though it does not look like one */
    VisitorPasses(Predicate<String> isOther) {
        this.isOther = isOther;
    }

    /** What a server may know of its visitor, in JupyterHub's scopes. */
    static List<String> scopesAt(ServerName server) {
        return List.of("access:servers!server=" + server.text(), "read:users:name!user", "read:users:groups!user");
    }

    /** What a server gets to see of this token: a pass; or the token, where it is none of the platform's. */
    String inPlaceOf(String token, ServerName server) {
        if (!PLATFORM_TOKEN.matcher(token).matches() && !isOther.test(token)) {
            return token;
        }
        String pass = PREFIX + Secrets.hash(secret + server.text() + " " + token);
        synchronized (passes) {
            passes.put(pass, new Pass(token, server));
        }
        return pass;
    }

    /** A pass for the platform itself, in the name of the server's owner: to ask what runs there. */
    String ofPlatform(ServerName server) {
        String pass = PREFIX + Secrets.hash(secret + server.text() + " of the platform");
        synchronized (passes) {
            passes.put(pass, new Pass("", server));
        }
        return pass;
    }

    Optional<Pass> find(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        synchronized (passes) {
            return Optional.ofNullable(passes.get(text));
        }
    }
}
