package dev.orrery.server;

/** Who calls. What each may do stands in {@link EndpointRights}, written out, since it is what this test is about. */
enum Role {
    ANONYMOUS,
    /** A credential that is none. */
    STRANGER,
    USER,
    ADMINISTRATOR,
    /** The token that a user server shows to the hub. */
    USER_SERVER,
    /** The token that a user's code finds in its server. */
    NOTEBOOK,
    /** The runner of one task attempt. */
    ATTEMPT
}
