package dev.orrery.identity.audit;

import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;

class PostgresAuditLogTest extends AuditLogContract {
    @Override
    Database open() {
        return Database.open(TestingPostgres.newDatabase());
    }
}
