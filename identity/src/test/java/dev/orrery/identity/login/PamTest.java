package dev.orrery.identity.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.database.Database;
import dev.orrery.http.Problem;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityException;
import dev.orrery.identity.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real libpam with a service of the test's own, whose module pam_exec asks a script for name and password. */
@Timeout(60)
class PamTest {
    private static final String PASSWORD = "päss wörd \"$HOME\" '";
    private static final GroupMembers NO_GROUPS = new GroupMembers() {
        @Override
        public void join(String group, String user) {}

        @Override
        public void leave(String group, String user) {}
    };

    @TempDir
    Path folder;

    private Database database;
    private Identity identity;

    @BeforeEach
    void service() throws IOException {
        assumeTrue(hasModule(), "needs Linux-PAM with pam_exec");
        Path script = folder.resolve("check.sh");
        Files.writeString(script, """
                #!/bin/sh
                [ "$(tr -d '\\0')" = "$(cat %s/password)" ] && [ "$PAM_USER" != mallory ]
                """.formatted(folder));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("password"), PASSWORD);
        write("good", "auth required pam_exec.so expose_authtok quiet " + script, "account required pam_permit.so");
        write("expired", "auth required pam_permit.so", "account required pam_deny.so");
        write("broken", "auth required pam_none_such.so", "account required pam_permit.so");
        database = Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
        identity = Identity.open(database, Clock.systemUTC());
        identity.addUser("root", "correct horse", true);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void whoKnowsTheSystemsPasswordComesInAndIsAUserFromThenOn() {
        Logins logins = logins("good", false);
        User ana = login(logins, "Ana", PASSWORD).orElseThrow();
        assertEquals("ana", ana.name());
        assertEquals(Optional.of(ana), login(logins, "Ana", PASSWORD));
        assertEquals(Optional.of("root"), login(logins, "root", "correct horse").map(User::name));
    }

    @Test
    void wrongPasswordsNamesAndAccountsDoNot() {
        Logins logins = logins("good", false);
        for (List<String> wrong : List.of(
                List.of("ana", "wrong"),
                List.of("ana", ""),
                List.of("mallory", PASSWORD),
                List.of("", PASSWORD),
                List.of("ana", PASSWORD + "\0"),
                List.of("ana\0mallory", PASSWORD))) {
            assertEquals(Optional.empty(), login(logins, wrong.getFirst(), wrong.getLast()), wrong.toString());
        }
        assertEquals(Optional.empty(), login(logins("expired", false), "ana", PASSWORD));
        assertEquals(List.of("root"), identity.users().stream().map(User::name).toList());
    }

    @Test
    void manyWrongOnesAreStoppedAsForAnyPassword() {
        var check = logins("expired", false).passwordCheck().orElseThrow();
        IdentityException refused = assertThrows(IdentityException.class, () -> {
            while (true) {
                try {
                    identity.login("ana", "wrong", "192.0.2.1", check);
                } catch (IdentityException e) {
                    if (e.code() != IdentityException.Code.BAD_LOGIN) {
                        throw e;
                    }
                }
            }
        });
        assertEquals(IdentityException.Code.TOO_MANY_LOGINS, refused.code());
    }

    @Test
    void aServiceThatDoesNotWorkIsNoWrongPassword() {
        Problem broken = assertThrows(Problem.class, () -> login(logins("broken", false), "ana", PASSWORD));
        assertEquals(503, broken.status());
        assertEquals(
                503,
                assertThrows(Problem.class, () -> login(logins("none-such", false), "ana", PASSWORD))
                        .status());
    }

    @Test
    void whoIsOnNoListIsToldSo() {
        Problem refused = assertThrows(Problem.class, () -> login(logins("good", true), "ana", PASSWORD));
        assertEquals("not-allowed", refused.code());
    }

    @Test
    void aSystemsGroupMakesAdministrators() {
        // root is in the group root of every system.
        Policy policy =
                new Policy(false, Set.of(), Set.of(), Set.of(), Set.of("root"), Map.of("root", "boss"), null, false);
        Logins logins = logins(new ProviderSettings.Pam("pam", "System", policy, "good", folder));
        User boss = login(logins, "root", PASSWORD).orElseThrow();
        assertEquals("boss", boss.name());
        assertTrue(boss.admin());
    }

    private static Optional<User> login(Logins logins, String name, String password) {
        return logins.passwordCheck().orElseThrow().user(name, password);
    }

    private Logins logins(String service, boolean listed) {
        Policy policy = new Policy(!listed, Set.of("ben"), Set.of(), Set.of(), Set.of(), Map.of(), null, false);
        return logins(new ProviderSettings.Pam("pam", "System", policy, service, folder));
    }

    private Logins logins(ProviderSettings.Pam pam) {
        return new Logins(
                database,
                identity,
                new LoginSettings(true, List.of(pam)),
                URI.create("http://127.0.0.1:1"),
                NO_GROUPS,
                Clock.systemUTC());
    }

    private void write(String service, String... lines) throws IOException {
        Files.write(folder.resolve(service), List.of(lines));
    }

    private static boolean hasModule() {
        return Stream.of("/lib", "/usr/lib", "/usr/lib64", "/lib64")
                .map(Path::of)
                .filter(Files::isDirectory)
                .anyMatch(lib -> {
                    try (Stream<Path> found =
                            Files.find(lib, 3, (path, attributes) -> path.endsWith("security/pam_exec.so"))) {
                        return found.findAny().isPresent();
                    } catch (IOException | java.io.UncheckedIOException e) {
                        return false;
                    }
                });
    }
}
