package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;

class PostgresCredentialsTest extends CredentialsContract {
    @Override
    Database open() {
        return Database.open(TestingPostgres.newDatabase());
    }
}
