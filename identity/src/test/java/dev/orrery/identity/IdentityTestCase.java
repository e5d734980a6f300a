package dev.orrery.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orrery.database.Database;
import dev.orrery.identity.IdentityException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** An identity on an empty database, whichever, for each test of its own. */
abstract class IdentityTestCase {
    static final String PASSWORD = "correct horse";

    final SettableTime time = new SettableTime();
    Database database;
    Identity identity;

    /** An empty database. */
    abstract Database open();

    @BeforeEach
    void begin() {
        database = open();
        identity = Identity.open(database, time);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static void refused(Code code, Executable call) {
        assertEquals(code, assertThrows(IdentityException.class, call).code());
    }
}
