package dev.orrery.identity;

import dev.orrery.http.Scope;
import java.time.InstantSource;
import java.util.Set;

/** Tokens of task attempts: good for one attempt alone, until it is revoked. */
public final class AttemptTokens {
    private final JdbcIdentityStore store;
    private final InstantSource clock;

    AttemptTokens(JdbcIdentityStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A fresh token; whoever shows it is {@link dev.orrery.http.Caller.Attempt} of that id. Not inside a transaction. */
    public String issue(String attemptId) {
        String secret = Secrets.random("orra_");
        store.add(
                new Credential(
                        Secrets.randomId(),
                        Credential.Kind.ATTEMPT,
                        null,
                        thing(attemptId),
                        Set.of(Scope.ATTEMPT),
                        "",
                        clock.instant(),
                        null),
                Secrets.hash(secret));
        return secret;
    }

    /** Ends all tokens of the attempt; does nothing where there are none. Not inside a transaction. */
    public void revoke(String attemptId) {
        store.deleteBoundTo(thing(attemptId));
    }

    private static String thing(String attemptId) {
        return "attempt:" + attemptId;
    }
}
