package dev.orrery.database;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteGroupCommitTest extends GroupCommitContract {
    @TempDir
    Path folder;

    @Override
    String newUrl() {
        return "jdbc:sqlite:" + folder.resolve("orrery.db");
    }
}
