package dev.orrery.identity.login;

import java.net.URI;
import java.util.Optional;

/** A provider to which the browser goes, and from which it comes back with a code. */
interface WebProvider {
    ProviderSettings settings();

    /** Where the browser goes; {@link LoginRefused} where the provider cannot be reached. */
    URI authorize(Handshake handshake);

    /**
     * Who came back. Blocking; {@link LoginRefused} where nobody did who can be believed.
     *
     * @param answer the address that the browser came back to, with its query; its state has been checked
     */
    Person finish(URI answer, Handshake handshake);

    /**
     * Where the browser goes to log out there too; empty where it need not.
     *
     * @param back where it comes back to
     */
    Optional<URI> logout(URI back);
}
