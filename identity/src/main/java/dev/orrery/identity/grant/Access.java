package dev.orrery.identity.grant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may do: what the credential was granted and what its owner has now, each of which must allow it; a credential that stands for
 * another one may limit it further. */
public final class Access {
    private final Grants owner;
    private final List<Grants> credentials;

    private Access(Grants owner, List<Grants> credentials) {
        this.owner = owner;
        this.credentials = List.copyOf(credentials);
    }

    /** All that the owner has. */
    public static Access whole(Grants owner) {
        return new Access(owner, List.of());
    }

    /**
     * What these scopes give of what the owner has.
     *
     * @param name the owner's, as in {@link Grants#of}
     */
    public static Access of(Grants owner, Collection<String> scopes, @Nullable String name) {
        return scopes.contains(ScopeTable.INHERIT) ? whole(owner) : whole(owner).limitedTo(scopes, name);
    }

    /** Of this, no more than these scopes give. */
    public Access limitedTo(Collection<String> scopes, @Nullable String name) {
        List<Grants> all = new ArrayList<>(credentials);
        all.add(Grants.of(scopes, name));
        return new Access(owner, all);
    }

    /** Whether it has the scope at all, whomever it is about. */
    public boolean has(String scope) {
        return owner.has(scope) && credentials.stream().allMatch(one -> one.has(scope));
    }

    public boolean may(String scope, Subject subject) {
        return owner.allows(scope, subject) && credentials.stream().allMatch(one -> one.allows(scope, subject));
    }

    /** Whether it is all that its owner has. */
    public boolean isWhole() {
        return credentials.isEmpty();
    }

    /** Of these scopes, those that this access does not include, as a token must not have more than who makes it. */
    public List<String> missing(Collection<String> scopes, @Nullable String name) {
        return Grants.of(scopes, name).beyond(all());
    }

    /** All its scopes as JupyterHub lists them. */
    public List<String> texts() {
        return all().texts();
    }

    private Grants all() {
        return credentials.stream().reduce(owner, (all, one) -> one.intersect(all));
    }
}
