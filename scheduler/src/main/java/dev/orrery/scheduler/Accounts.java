package dev.orrery.scheduler;

import dev.orrery.launch.Account;

/** Whose rights a user's runs have on the host. */
@FunctionalInterface
public interface Accounts {
    /** The account of a user of the platform; what it throws fails the attempt with its message. */
    Account of(String user);
}
