package dev.orrery.connection;

import dev.orrery.database.Database;
import java.nio.file.Path;

final class SqliteConnectionsTest extends ConnectionsContract {
    @Override
    Database open(Path folder) {
        return Database.open("jdbc:sqlite:" + folder.resolve("orrery.db"));
    }
}
