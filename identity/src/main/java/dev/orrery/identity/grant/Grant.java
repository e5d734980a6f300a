package dev.orrery.identity.grant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One scope that somebody has.
 *
 * @param filter whom it is about; null for everybody
 */
record Grant(String scope, @Nullable Filter filter) {
    /**
     * Reads {@code read:users!user=ana}; empty where there is no such scope or filter.
     *
     * @param owner whom {@code !user} alone means; null where there is nobody
     */
    static Optional<Grant> parse(String text, @Nullable String owner) {
        int mark = text.indexOf('!');
        String name = mark < 0 ? text : text.substring(0, mark);
        if (!ScopeTable.isKnown(name)) {
            return Optional.empty();
        }
        if (mark < 0) {
            return Optional.of(new Grant(name, null));
        }
        Filter filter = Filter.parse(text.substring(mark + 1), owner);
        return filter == null ? Optional.empty() : Optional.of(new Grant(name, filter));
    }

    boolean covers(Subject subject) {
        return filter == null || filter.covers(subject);
    }

    /** Whether it gives all that the other one does. */
    boolean includes(Grant other) {
        if (!scope.equals(other.scope)) {
            return false;
        }
        return filter == null
                || filter.equals(other.filter)
                || (filter instanceof Filter.OfUser(String name)
                        && other.filter instanceof Filter.OfServer server
                        && server.user().equals(name));
    }

    String text() {
        return filter == null ? scope : scope + "!" + filter.text();
    }
}
