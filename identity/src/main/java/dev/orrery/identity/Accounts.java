package dev.orrery.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users and their passwords: the first one, further ones, login. */
final class Accounts {
    // No hash that a password could have.
    private static final String NO_PASSWORD = "!";

    private final JdbcIdentityStore store;
    private final UserLimit limit;
    private final InstantSource clock;
    private final Passwords passwords = new Passwords();
    private final LoginLimiter limiter;

    Accounts(JdbcIdentityStore store, UserLimit limit, InstantSource clock) {
        this.store = store;
        this.limit = limit;
        this.clock = clock;
        this.limiter = new LoginLimiter(clock);
    }

    Optional<String> setupToken() {
        if (store.hasUsers()) {
            return Optional.empty();
        }
        String secret = Secrets.random("");
        store.setSetupHash(Secrets.hash(secret));
        return Optional.of(secret);
    }

    boolean setupNeeded() {
        return !store.hasUsers();
    }

    User completeSetup(String token, String name, String password) {
        UserName.check(name);
        Passwords.check(name, password);
        if (store.hasUsers()) {
            throw new IdentityException(
                    IdentityException.Code.SETUP_DONE, "There is an administrator already: log in instead.");
        }
        // Before the costly hash: whoever has no token is not to make the server work.
        String hash = Secrets.hash(token);
        if (!store.hasSetupHash(hash)) {
            throw badSetupToken();
        }
        return store.addFirst(hash, name, passwords.hash(password), clock.instant())
                .orElseThrow(Accounts::badSetupToken);
    }

    User add(String name, String password, boolean admin) {
        UserName.check(name);
        Passwords.check(name, password);
        refuseBeyondLimit();
        return insert(name, admin, passwords.hash(password));
    }

    User add(String name, boolean admin) {
        UserName.check(name);
        refuseBeyondLimit();
        return insert(name, admin, NO_PASSWORD);
    }

    private void refuseBeyondLimit() {
        limit.refusal(store.users().size()).ifPresent(why -> {
            throw new IdentityException(IdentityException.Code.NO_MORE_USERS, why);
        });
    }

    private User insert(String name, boolean admin, String password) {
        return store.addUser(name, admin, password, clock.instant())
                .orElseThrow(() -> new IdentityException(
                        IdentityException.Code.NAME_TAKEN, "There is a user '" + name + "' already."));
    }

    void setAdmin(String name, boolean admin) {
        if (!admin) {
            refuseLastAdmin(name);
        }
        if (!store.setAdmin(name, admin)) {
            throw noSuchUser(name);
        }
    }

    void delete(String name) {
        refuseLastAdmin(name);
        if (!store.deleteUser(name)) {
            throw noSuchUser(name);
        }
    }

    private void refuseLastAdmin(String name) {
        List<String> admins =
                store.users().stream().filter(User::admin).map(User::name).toList();
        if (admins.equals(List.of(name))) {
            throw new IdentityException(
                    IdentityException.Code.LAST_ADMIN,
                    "'" + name + "' is the last administrator: make another one first.");
        }
    }

    Optional<User> find(String name) {
        return store.user(name);
    }

    /** The user of that name; refuses where there is none. */
    User need(String name) {
        return store.user(name).orElseThrow(() -> noSuchUser(name));
    }

    List<User> all() {
        return store.users();
    }

    /** Whether the user has a password of the platform's own; false where there is no such user. */
    boolean hasPassword(String name) {
        return password(name).isPresent();
    }

    Set<String> withPasswords() {
        return store.passwords().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(NO_PASSWORD))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<String> password(String name) {
        return store.password(name).filter(stored -> !stored.equals(NO_PASSWORD));
    }

    User login(String name, String password, String address, PasswordCheck check) {
        limiter.check(name, address);
        Optional<User> user = check.user(name, password);
        if (user.isEmpty()) {
            limiter.failed(name, address);
            throw new IdentityException(IdentityException.Code.BAD_LOGIN, "No user has that name and password.");
        }
        limiter.succeeded(name, address);
        return user.get();
    }

    Optional<User> withPassword(String name, String password) {
        return isRight(name, password) ? store.user(name) : Optional.empty();
    }

    /** Takes as long for a name that is not there. */
    private boolean isRight(String name, String password) {
        boolean tooLong = password.length() > 2 * Passwords.MAX_LENGTH;
        return passwords.matches(tooLong ? "" : password, password(name).orElse(null)) && !tooLong;
    }

    /** The hash of a user's new password; refuses one that is too easy. */
    String hash(String name, String password) {
        Passwords.check(name, password);
        return passwords.hash(password);
    }

    void setPassword(String name, String password) {
        if (!store.setPassword(need(name).name(), hash(name, password))) {
            throw noSuchUser(name);
        }
    }

    void changePassword(String name, String old, String password, String address) {
        if (!hasPassword(need(name).name())) {
            throw new IdentityException(
                    IdentityException.Code.NO_PASSWORD,
                    "You have no password here. Ask an administrator for an invite link to set one.");
        }
        limiter.check(name, address);
        if (!isRight(name, old)) {
            limiter.failed(name, address);
            throw new IdentityException(IdentityException.Code.WRONG_PASSWORD, "That is not your present password.");
        }
        setPassword(name, password);
    }

    static IdentityException noSuchUser(String name) {
        return new IdentityException(IdentityException.Code.NO_SUCH_USER, "There is no user '" + name + "'.");
    }

    private static IdentityException badSetupToken() {
        return new IdentityException(
                IdentityException.Code.BAD_SETUP_TOKEN,
                "This setup link is not valid, or not any more: use the link that the server printed last.");
    }
}
