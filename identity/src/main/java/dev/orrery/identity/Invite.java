package dev.orrery.identity;

import java.time.Instant;

/** Whose invite link it is, and until when it is good. */
public record Invite(String user, Instant expiresAt) {

    /** One that was just made, with its secret this once. */
    public record Fresh(Invite invite, String secret) {
        /** The page that takes it, below the platform's own address. */
        public String path() {
            return "/invite?token=" + secret;
        }

        @Override
        public String toString() {
            return "Fresh[" + invite.user() + "]";
        }
    }
}
