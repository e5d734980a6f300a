package dev.orrery.scheduler;

import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;
import java.nio.file.Path;

final class PostgresSetupsTest extends SetupsContract {
    @Override
    Database open(Path folder) {
        return Database.open(TestingPostgres.newDatabase());
    }
}
