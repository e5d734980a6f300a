package dev.orrery.identity.login;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseException;
import dev.orrery.http.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;

/** Which user a provider's person is, in the database. Each call is one transaction. */
final class JdbcLinkStore {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final Database database;

    JdbcLinkStore(Database database) {
        this.database = database;
    }

    Optional<String> user(String provider, String subject) {
        return database.read(tx -> tx.first(
                "SELECT user_name FROM identity_link WHERE provider = ? AND subject = ?",
                row -> row.text("user_name"),
                provider,
                subject));
    }

    /** False where somebody was faster with the same person. */
    boolean add(String provider, String subject, String user) {
        try {
            return database.transaction(tx -> tx.update("""
                            INSERT INTO identity_link (provider, subject, user_name, groups) VALUES (?, ?, ?, '[]')""", provider, subject, user) == 1);
        } catch (DatabaseException e) {
            if (e.isDuplicate()) {
                return false;
            }
            throw e;
        }
    }

    /** Keeps the groups that the provider names now. Those that it named before. */
    Set<String> replaceGroups(String provider, String subject, Set<String> groups) {
        String json = Exchange.JSON.writeValueAsString(new TreeSet<>(groups));
        return database.transaction(tx -> {
            String before = tx.first(
                            "SELECT groups FROM identity_link WHERE provider = ? AND subject = ?",
                            row -> row.text("groups"),
                            provider,
                            subject)
                    .orElse("[]");
            tx.update(
                    "UPDATE identity_link SET groups = ? WHERE provider = ? AND subject = ?", json, provider, subject);
            return new TreeSet<>(Exchange.JSON.readValue(before, NAMES));
        });
    }
}
