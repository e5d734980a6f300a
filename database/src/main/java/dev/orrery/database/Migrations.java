package dev.orrery.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A module's numbered changes of its tables, oldest first. A file that has landed is never edited, only followed.
 *
 * @param module whose tables these are
 * @param owner finds the files, as {@code db/MODULE/FILE} on its class path
 * @param files such as {@code 0001_users.sql}; statements end with a semicolon at the end of a line. Where a file of that
 *     name is missing, there is one for each database: {@code 0001_users.sqlite.sql} and {@code 0001_users.postgresql.sql}
 */
public record Migrations(String module, Class<?> owner, List<String> files) {
    public Migrations {
        files = List.copyOf(files);
    }

    List<String> statements(String file, Dialect dialect) {
        String path = "/db/" + module + "/" + file;
        try (InputStream in = open(path, dialect)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
            return List.of(text.split(";\\s*\\n")).stream()
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(String path, Dialect dialect) {
        InputStream common = owner.getResourceAsStream(path);
        String suffix = switch (dialect) {
            case SQLITE -> ".sqlite.sql";
            case POSTGRESQL -> ".postgresql.sql";
        };
        InputStream found = common != null ? common : owner.getResourceAsStream(path.replaceFirst("\\.sql$", suffix));
        if (found == null) {
            throw new IllegalStateException("no migration " + path);
        }
        return found;
    }
}
