package dev.orrery.identity.login;

/** Where a provider's groups go. */
public interface GroupMembers {
    /** Makes the user a member; makes the group where there is none. */
    void join(String group, String user);

    /** Ends the membership, if there is one. */
    void leave(String group, String user);
}
