package dev.orrery.identity;

import java.time.Instant;

/**
 * A person who may log in.
 *
 * @param name as {@link UserName} allows it; never changes
 * @param uid the operating system's user id for this person's code, from 20000 upwards, never given to another
 */
public record User(String name, boolean admin, int uid, Instant createdAt) {}
