package dev.orrery.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orrery.database.Database;
import dev.orrery.http.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCredentialsTest extends CredentialsContract {
    @TempDir
    Path folder;

    @Override
    Database open() {
        return Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
    }

    @Test
    void noSecretStandsInTheDatabase() throws Exception {
        String setup = identity.setupToken().orElseThrow();
        User ana = identity.completeSetup(setup, "ana", PASSWORD);
        String session = identity.openSession(ana);
        String token = identity.createToken("ana", "", Set.of(), null).secret();
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : new String[] {PASSWORD, session, token, setup}) {
                    assertFalse(bytes.contains(secret), file.toString());
                }
            }
        }
        database = open();
        assertInstanceOf(Caller.User.class, Identity.open(database, time).session(session));
    }
}
