package dev.orrery.scheduler;

import dev.orrery.database.Database;
import java.nio.file.Path;

final class SqliteTasksTest extends TasksContract {
    @Override
    Database open(Path folder) {
        return Database.open("jdbc:sqlite:" + folder.resolve("orrery.db"));
    }
}
