package dev.orrery.database;

final class PostgresDatabaseTest extends DatabaseContract {
    @Override
    String newUrl() {
        return TestingPostgres.newDatabase();
    }
}
