package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;

class PostgresAccountsTest extends AccountsContract {
    @Override
    Database open() {
        return Database.open(TestingPostgres.newDatabase());
    }
}
