package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Row;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codes and access tokens of user servers' logins, by their hashes. */
final class JdbcOAuthStore {
    private final Database database;

    JdbcOAuthStore(Database database) {
        this.database = database;
        HubTables.migrate(database);
    }

    /** What a code was given for. */
    record Code(
            String clientId,
            String user,
            String session,
            String redirectUri,
            @Nullable String challenge,
            Instant expiresAt) {}

    /** An access token, without its secret. */
    record Token(String id, String clientId, String user, String session, Instant expiresAt) {}

    void add(String hash, Code code, Instant now) {
        database.transaction(tx -> {
            tx.update("DELETE FROM hub_oauth_code WHERE expires_at < ?", now);
            tx.update("DELETE FROM hub_oauth_token WHERE expires_at < ?", now);
            return tx.update(
                    """
                    INSERT INTO hub_oauth_code
                      (hash, client_id, user_name, session_id, redirect_uri, challenge, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    hash,
                    code.clientId(),
                    code.user(),
                    code.session(),
                    code.redirectUri(),
                    code.challenge(),
                    code.expiresAt());
        });
    }

    /** Takes a code out, so that it works once; of two that come at the same moment, one gets it. */
    Optional<Code> take(String hash) {
        return database.transaction(tx -> {
            Optional<Code> code = tx.first("SELECT * FROM hub_oauth_code WHERE hash = ?", JdbcOAuthStore::code, hash);
            int deleted = tx.update("DELETE FROM hub_oauth_code WHERE hash = ?", hash);
            return deleted == 1 ? code : Optional.empty();
        });
    }

    void add(String hash, Token token) {
        database.transaction(tx ->
                tx.update("""
                INSERT INTO hub_oauth_token (id, hash, client_id, user_name, session_id, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)""", token.id(), hash, token.clientId(), token.user(), token.session(), token.expiresAt()));
    }

    Optional<Token> token(String hash) {
        return database.read(
                tx -> tx.first("SELECT * FROM hub_oauth_token WHERE hash = ?", JdbcOAuthStore::token, hash));
    }

    /** Ends all logins to a server. */
    void deleteAll(String clientId) {
        database.transaction(tx -> {
            tx.update("DELETE FROM hub_oauth_code WHERE client_id = ?", clientId);
            return tx.update("DELETE FROM hub_oauth_token WHERE client_id = ?", clientId);
        });
    }

    private static Code code(Row row) {
        return new Code(
                row.text("client_id"),
                row.text("user_name"),
                row.text("session_id"),
                row.text("redirect_uri"),
                row.textOrNull("challenge"),
                row.time("expires_at"));
    }

    private static Token token(Row row) {
        return new Token(
                row.text("id"),
                row.text("client_id"),
                row.text("user_name"),
                row.text("session_id"),
                row.time("expires_at"));
    }
}
