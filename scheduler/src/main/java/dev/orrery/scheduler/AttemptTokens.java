package dev.orrery.scheduler;

/** Tokens that are good for one attempt alone. */
public interface AttemptTokens {
    /** A fresh token; whoever shows it is {@link dev.orrery.http.Caller.Attempt} of that id. Called outside of any transaction. */
    String issue(String attemptId);

    /** Makes the attempt's tokens worthless. */
    void revoke(String attemptId);
}
