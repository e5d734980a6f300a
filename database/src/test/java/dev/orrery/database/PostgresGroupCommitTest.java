package dev.orrery.database;

final class PostgresGroupCommitTest extends GroupCommitContract {
    @Override
    String newUrl() {
        return TestingPostgres.newDatabase();
    }
}
