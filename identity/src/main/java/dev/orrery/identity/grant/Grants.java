package dev.orrery.identity.grant;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of scopes with all that they include. */
public final class Grants {
    private final Set<Grant> grants;

    private Grants(Set<Grant> grants) {
        this.grants = Set.copyOf(grants);
    }

    /**
     * Those of these that are no scopes.
     *
     * @param owner as {@link #of}
     */
    public static List<String> unknown(Collection<String> scopes, @Nullable String owner) {
        return scopes.stream()
                .filter(text -> Grant.parse(text, owner).isEmpty())
                .toList();
    }

    /**
     * What these scopes give; what is no scope gives nothing.
     *
     * @param owner who has them, whom {@code self} and {@code !user} mean; null for a service
     */
    public static Grants of(Collection<String> scopes, @Nullable String owner) {
        Set<Grant> all = new LinkedHashSet<>();
        for (String text : scopes) {
            Grant.parse(text, owner).ifPresent(grant -> add(all, grant, owner));
        }
        return new Grants(all);
    }

    /** What a user has by being one, and with {@code admin} the role of that name. */
    public static Grants ofUser(String name, boolean admin) {
        Set<Grant> all = new LinkedHashSet<>();
        add(all, new Grant(ScopeTable.SELF, null), name);
        if (admin) {
            ScopeTable.ADMIN.forEach(scope -> add(all, new Grant(scope, null), name));
        }
        return new Grants(all);
    }

    /** These and those. */
    public Grants and(Grants others) {
        Set<Grant> all = new LinkedHashSet<>(grants);
        all.addAll(others.grants);
        return new Grants(all);
    }

    private static void add(Set<Grant> all, Grant grant, @Nullable String owner) {
        if (!grant.scope().equals(ScopeTable.SELF)) {
            ScopeTable.expand(grant.scope()).forEach(scope -> all.add(new Grant(scope, grant.filter())));
        } else if (owner != null) {
            ScopeTable.OWN.forEach(scope -> add(all, new Grant(scope, new Filter.OfUser(owner)), owner));
        }
    }

    boolean has(String scope) {
        return grants.stream().anyMatch(grant -> grant.scope().equals(scope));
    }

    boolean allows(String scope, Subject subject) {
        return grants.stream().anyMatch(grant -> grant.scope().equals(scope) && grant.covers(subject));
    }

    /** What is in both, as far as that can be said without asking who is in which group. */
    Grants intersect(Grants others) {
        Set<Grant> both = new LinkedHashSet<>();
        for (Grant one : grants) {
            for (Grant other : others.grants) {
                if (one.includes(other)) {
                    both.add(other);
                } else if (other.includes(one)) {
                    both.add(one);
                }
            }
        }
        return new Grants(both);
    }

    /** Of these, the ones that the others do not include. */
    List<String> beyond(Grants others) {
        return grants.stream()
                .filter(one -> others.grants.stream().noneMatch(other -> other.includes(one)))
                .map(Grant::text)
                .sorted()
                .toList();
    }

    /** As JupyterHub lists them, in order. */
    List<String> texts() {
        return grants.stream()
                .filter(one -> grants.stream().noneMatch(other -> !other.equals(one) && other.includes(one)))
                .map(Grant::text)
                .sorted()
                .toList();
    }
}
