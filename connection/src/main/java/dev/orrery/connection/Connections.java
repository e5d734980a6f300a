package dev.orrery.connection;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The connections of the platform, by name. */
public final class Connections {
    private static final Migrations MIGRATIONS =
            new Migrations("connection", Connections.class, List.of("0001_connection.sql"));
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final Pattern URL = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+._-]*)://([^/?#]*)([^?#]*)(.*)");
    private static final int LONGEST = 4_000;

    private final Database database;
    private final Sealing sealing;
    private final InstantSource clock;
    private final JdbcConnectionStore store = new JdbcConnectionStore();

    private Connections(Database database, Sealing sealing, InstantSource clock) {
        this.database = database;
        this.sealing = sealing;
        this.clock = clock;
    }

    /** Brings the tables up to date. */
    public static Connections open(Database database, Sealing sealing, InstantSource clock) {
        database.migrate(MIGRATIONS);
        return new Connections(database, sealing, clock);
    }

    public static Migrations migrations() {
        return MIGRATIONS;
    }

    /**
     * {@code Connection}.
     *
     * @param url without password and query
     * @param setBy who gave it its URL last
     */
    public record View(String name, String url, String setBy, Instant setAt) {}

    public List<View> list() {
        return database.read(store::list);
    }

    /**
     * Makes a connection, or gives it another URL.
     *
     * @param url such as {@code postgresql://user:password@host/name}
     * @throws ConnectionException where the name or the URL cannot be
     */
    public void set(String name, String url, String user) {
        if (!NAME.matcher(name).matches()) {
            throw ConnectionException.invalid(
                    "A connection's name has letters, digits, '_', '.' and '-', 100 at most.");
        }
        String shown = withoutSecrets(url.strip());
        String sealed = sealing.seal(url.strip(), purpose(name));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.transaction(tx -> {
            store.list(tx).stream()
                    .map(View::name)
                    .filter(other -> !other.equals(name) && variable(other).equals(variable(name)))
                    .findFirst()
                    .ifPresent(other -> {
                        throw ConnectionException.invalid("'" + name + "' and '" + other
                                + "' are the same to a program (" + variable(name) + "): take another name.");
                    });
            store.put(tx, name, sealed, shown, user, now);
            return name;
        });
    }

    /** @throws ConnectionException where there is none */
    public void remove(String name) {
        if (!database.<Boolean>transaction(tx -> store.remove(tx, name))) {
            throw ConnectionException.missing(name);
        }
    }

    /** The whole URL; empty where there is no such connection. Whoever gets it may use it. */
    public Optional<String> url(String name) {
        return database.read(tx -> store.sealed(tx, name)).map(stored -> sealing.open(stored, purpose(name)));
    }

    /** The variable by which a program that is given the connection finds its URL. */
    public static String variable(String name) {
        return "ORRERY_CONNECTION_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String purpose(String name) {
        return "connection '" + name + "'";
    }

    /**
     * A URL as everybody may see it: {@code ***} for its password, and without its query.
     *
     * @throws ConnectionException where it is no URL of a connection
     */
    public static String withoutSecrets(String url) {
        Matcher matcher = URL.matcher(url);
        if (url.length() > LONGEST || !matcher.matches()) {
            throw ConnectionException.invalid(
                    "That is no URL of a connection: write such as postgresql://user:password@host/name.");
        }
        String authority = matcher.group(2);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        int colon = user.indexOf(':');
        String shownUser = colon < 0 ? user : user.substring(0, colon) + ":***";
        return matcher.group(1) + "://" + shownUser + (at < 0 ? authority : authority.substring(at)) + matcher.group(3)
                + (matcher.group(4).isEmpty() ? "" : "?…");
    }
}
