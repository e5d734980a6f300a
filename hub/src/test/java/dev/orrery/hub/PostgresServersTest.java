package dev.orrery.hub;

import dev.orrery.database.TestingPostgres;

class PostgresServersTest extends ServersContract {
    @Override
    String database() {
        return TestingPostgres.newDatabase();
    }
}
