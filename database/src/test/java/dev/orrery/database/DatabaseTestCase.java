package dev.orrery.database;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database, whichever, with one table of things and one thing in it, for each test of its own. */
abstract class DatabaseTestCase {
    static final Migrations THINGS =
            new Migrations("testing", DatabaseTestCase.class, List.of("0001_things.sql", "0002_more.sql"));

    String url;
    Database database;

    abstract String newUrl();

    @BeforeEach
    void open() {
        url = newUrl();
        database = Database.open(url);
        database.migrate(THINGS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    List<String> names() {
        return database.read(tx -> tx.list("SELECT name FROM thing ORDER BY name", row -> row.text("name")));
    }

    Optional<Long> size(String name) {
        return database.read(tx -> tx.first("SELECT size FROM thing WHERE name = ?", row -> row.number("size"), name));
    }
}
