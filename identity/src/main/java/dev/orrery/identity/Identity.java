package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: users, their passwords and sessions, and tokens. What a call refuses is an {@link IdentityException}.
 * No call may be made inside a transaction. This is the module's door; what is behind it stands in {@link Accounts},
 * {@link Sessions}, {@link Invites}, {@link ApiTokens} and {@link Callers}.
 */
public final class Identity {
    private final JdbcIdentityStore store;
    private final InstantSource clock;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Invites invites;
    private final ApiTokens tokens;
    private final Callers callers;
    private final String localAdmin = Secrets.random("orrl_");

    private Identity(Database database, UserLimit limit, InstantSource clock) {
        this.store = new JdbcIdentityStore(database);
        this.clock = clock;
        store.deleteExpired(clock.instant());
        this.accounts = new Accounts(store, limit, clock);
        this.sessions = new Sessions(new JdbcSessionStore(database), clock);
        this.invites = new Invites(new JdbcInviteStore(database), accounts, clock);
        this.tokens = new ApiTokens(store, accounts, clock);
        this.callers = new Callers(store, clock);
    }

    /** What the module's tables went through. */
    public static Migrations migrations() {
        return JdbcIdentityStore.MIGRATIONS;
    }

    /** Brings the tables up to date and drops what has expired. */
    public static Identity open(Database database, InstantSource clock) {
        return open(database, UserLimit.none(), clock);
    }

    /**
     * Brings the tables up to date and drops what has expired.
     *
     * @param limit asked before another user is added
     */
    public static Identity open(Database database, UserLimit limit, InstantSource clock) {
        return new Identity(database, limit, clock);
    }

    /** A fresh one-time token that makes the first administrator, in place of an older one; empty once there is a user. */
    public Optional<String> setupToken() {
        return accounts.setupToken();
    }

    public boolean setupNeeded() {
        return accounts.setupNeeded();
    }

    /** Makes the first administrator with the one-time token, which is gone with it. */
    public User completeSetup(String token, String name, String password) {
        return accounts.completeSetup(token, name, password);
    }

    public User addUser(String name, String password, boolean admin) {
        return accounts.add(name, password, admin);
    }

    /** Adds a user who has no password: to come in by a token, an invite link, or through a provider. */
    public User addUser(String name, boolean admin) {
        return accounts.add(name, admin);
    }

    /** Makes a user an administrator, or an ordinary one again; the last administrator stays one. */
    public void setAdmin(String name, boolean admin) {
        accounts.setAdmin(name, admin);
    }

    /** Deletes a user with sessions and tokens; the home folder stays. The last administrator cannot be deleted. */
    public void deleteUser(String name) {
        accounts.delete(name);
    }

    public Optional<User> user(String name) {
        return accounts.find(name);
    }

    /** All users, by name. */
    public List<User> users() {
        return accounts.all();
    }

    /**
     * The user with that name and password of the platform's own, as {@link #login(String, String, String, PasswordCheck)}.
     */
    public User login(String name, String password, String address) {
        return login(name, password, address, accounts::withPassword);
    }

    /**
     * The user with that name and password; refuses wrong ones, and many attempts.
     *
     * @param address where the request came from; failures are counted by it
     */
    public User login(String name, String password, String address, PasswordCheck check) {
        return accounts.login(name, password, address, check);
    }

    /** The user with that name and password of the platform's own. Takes as long for a name that is not there. */
    public Optional<User> withPassword(String name, String password) {
        return accounts.withPassword(name, password);
    }

    /** Whether the user has a password of the platform's own. */
    public boolean hasPassword(String name) {
        return accounts.hasPassword(name);
    }

    /** Who has a password of the platform's own. */
    public Set<String> withPasswords() {
        return accounts.withPasswords();
    }

    /** Sets a user's password, as an administrator does; the user's sessions end. */
    public void setPassword(String name, String password) {
        accounts.setPassword(name, password);
        sessions.closeAll(name);
    }

    /**
     * Changes the caller's own password; the caller's other sessions end.
     *
     * @param old the present password; wrong ones are counted as failed logins are
     */
    public void changePassword(Caller.User caller, String old, String password, String address) {
        accounts.changePassword(caller.name(), old, password, address);
        sessions.closeOthers(caller.name(), caller.session() == null ? "" : caller.session());
    }

    public Sessions sessions() {
        return sessions;
    }

    public Invites invites() {
        return invites;
    }

    /** Opens a browser session from nowhere in particular. Returns its secret: 256 random bits, for a cookie. */
    public String openSession(User user) {
        return sessions.open(user, Session.Origin.unknown());
    }

    /** Whether the session is still open. */
    public boolean isSessionOpen(String sessionId) {
        return sessions.isOpen(sessionId);
    }

    /** Ends a session by its id, as {@link Caller.User#session} names it. */
    public void closeSession(String sessionId) {
        sessions.close(sessionId);
    }

    /** The caller with this browser session; {@link Caller.Anonymous} where it is none or over. Moves the session's end. */
    public Caller session(String secret) {
        Optional<Credential> found = callers.valid(secret).filter(one -> one.kind() == Credential.Kind.SESSION);
        found.ifPresent(sessions::seen);
        return found.map(callers::of).orElseGet(Caller.Anonymous::new);
    }

    /** The caller with this token; {@link Caller.Anonymous} where it is none, expired or revoked. Notes when it was used. */
    public Caller token(String secret) {
        if (Secrets.sameHash(Secrets.hash(secret), Secrets.hash(localAdmin))) {
            return new Caller.User(LOCAL_ADMIN_NAME, true, Roles.of(true), null);
        }
        Optional<Credential> found = callers.valid(secret).filter(one -> one.kind() != Credential.Kind.SESSION);
        found.filter(one -> one.kind() == Credential.Kind.API && one.boundTo() == null)
                .ifPresent(tokens::seen);
        return found.map(callers::of).orElseGet(Caller.Anonymous::new);
    }

    /** The name of the caller who shows {@link #localAdminToken}; no user can have it. */
    public static final String LOCAL_ADMIN_NAME = "(local)";

    /** A token for commands on this machine, as an administrator who is no user; it lives as long as this object. */
    public String localAdminToken() {
        return localAdmin;
    }

    /**
     * Makes an API token for the caller.
     *
     * @param scopes what it may, within what the caller may now; empty: all of that
     * @param lifetime null: without end
     */
    public ApiToken.Fresh createToken(Caller.User owner, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        return tokens.create(owner, note, scopes, lifetime);
    }

    /** Makes an API token for a user by name, as the command line does; scopes as in the other call. */
    public ApiToken.Fresh createToken(String user, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        return tokens.create(user, note, scopes, lifetime);
    }

    /**
     * Makes an API token with JupyterHub's scopes, which its maker has checked.
     *
     * @param scopes what it may at the platform's own API
     */
    public ApiToken.Fresh createHubToken(
            String user, String note, List<String> hubScopes, Set<Scope> scopes, @Nullable Duration lifetime) {
        return tokens.add(user, note, scopes, hubScopes, lifetime);
    }

    /** What a user, or an administrator, may do at the platform's own API. */
    public static Set<Scope> scopesOf(boolean admin) {
        return Roles.of(admin);
    }

    /** The API token of that secret; empty where it is none, or not valid any more. */
    public Optional<ApiToken> apiToken(String secret) {
        return callers.valid(secret)
                .filter(one -> one.kind() == Credential.Kind.API)
                .map(ApiTokens::view);
    }

    /** A user's own tokens, oldest first; not those that the platform made for the user's servers. */
    public List<ApiToken> tokens(String user) {
        return tokens.of(user);
    }

    public void deleteToken(String user, String id) {
        tokens.delete(user, id);
    }

    /** Ends all of a user's sessions, and with {@code tokens} the user's own API tokens too. */
    public void logOutEverywhere(String user, boolean tokens) {
        sessions.closeAll(user);
        if (tokens) {
            store.deleteTokens(user);
        }
    }

    public AttemptTokens attemptTokens() {
        return new AttemptTokens(store, clock);
    }

    public ServerTokens serverTokens() {
        return new ServerTokens(store, clock);
    }
}
