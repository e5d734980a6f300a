package dev.orrery.connection;

import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;
import java.nio.file.Path;

final class PostgresConnectionsTest extends ConnectionsContract {
    @Override
    Database open(Path folder) {
        return Database.open(TestingPostgres.newDatabase());
    }
}
