package dev.orrery.identity.grant;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may do: what the credential was granted and what its owner has now, each of which must allow it. */
public final class Access {
    private final Grants owner;
    private final @Nullable Grants credential;

    private Access(Grants owner, @Nullable Grants credential) {
        this.owner = owner;
        this.credential = credential;
    }

    /** All that the owner has. */
    public static Access whole(Grants owner) {
        return new Access(owner, null);
    }

    /**
     * What these scopes give of what the owner has.
     *
     * @param name the owner's, as in {@link Grants#of}
     */
    public static Access of(Grants owner, Collection<String> scopes, @Nullable String name) {
        return scopes.contains(ScopeTable.INHERIT) ? whole(owner) : new Access(owner, Grants.of(scopes, name));
    }

    /** Whether it has the scope at all, whomever it is about. */
    public boolean has(String scope) {
        return owner.has(scope) && (credential == null || credential.has(scope));
    }

    public boolean may(String scope, Subject subject) {
        return owner.allows(scope, subject) && (credential == null || credential.allows(scope, subject));
    }

    /** Whether it is all that its owner has. */
    public boolean isWhole() {
        return credential == null;
    }

    /** Of these scopes, those that this access does not include, as a token must not have more than who makes it. */
    public List<String> missing(Collection<String> scopes, @Nullable String name) {
        Grants own = credential == null ? owner : owner.intersect(credential);
        return Grants.of(scopes, name).beyond(own);
    }

    /** All its scopes as JupyterHub lists them. */
    public List<String> texts() {
        return (credential == null ? owner : credential.intersect(owner)).texts();
    }
}
