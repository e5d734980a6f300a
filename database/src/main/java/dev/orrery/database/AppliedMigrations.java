package dev.orrery.database;

import java.util.List;

/** The table {@code migration}: which files have changed this database, each once and in a transaction of its own. */
final class AppliedMigrations {
    private final Database database;

    AppliedMigrations(Database database) {
        this.database = database;
    }

    /** @throws NewerDatabaseException when a file has that is not known here */
    List<String> of(Migrations migrations) {
        database.transaction(tx -> tx.update("""
                CREATE TABLE IF NOT EXISTS migration (
                  module TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (module, file))"""));
        List<String> applied = database.read(tx ->
                tx.list("SELECT file FROM migration WHERE module = ?", row -> row.text("file"), migrations.module()));
        List<String> unknown = applied.stream()
                .filter(file -> !migrations.files().contains(file))
                .toList();
        if (!unknown.isEmpty()) {
            throw new NewerDatabaseException(migrations.module(), unknown.getLast());
        }
        return applied;
    }

    /** Applies what is missing. */
    void complete(Migrations migrations) {
        List<String> applied = of(migrations);
        for (String file : migrations.files()) {
            if (!applied.contains(file)) {
                database.transaction(tx -> apply(tx, migrations, file));
            }
        }
    }

    /** The mark comes first: of two servers that start at the same time, one waits here, and then finds it done. */
    private static int apply(Transaction tx, Migrations migrations, String file) {
        int first = tx.update(
                "INSERT INTO migration (module, file) VALUES (?, ?) ON CONFLICT DO NOTHING", migrations.module(), file);
        if (first == 1) {
            migrations.statements(file, tx.dialect()).forEach(tx::update);
        }
        return first;
    }
}
