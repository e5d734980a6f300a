package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import java.util.List;

/** The hub's tables, oldest change first. */
final class HubTables {
    static final Migrations MIGRATIONS = new Migrations(
            "hub",
            HubTables.class,
            List.of("0001_hub.sql", "0002_rest.sql", "0003_host.sql", "0004_culling.sql", "0007_shares.sql"));

    private HubTables() {}

    static void migrate(Database database) {
        database.migrate(MIGRATIONS);
    }
}
