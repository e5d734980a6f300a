package dev.orrery.publish;

import java.time.Instant;

/**
 * One commit that changed a dag's folder.
 *
 * @param commit 40 hexadecimal digits
 * @param author the user who pushed it
 * @param message what changed, in that user's words
 */
public record DagVersion(String commit, String author, String message, Instant at) {}
