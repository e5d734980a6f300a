package dev.orrery.hub;

import dev.orrery.launch.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A platform with services, roles, and the users root, ana and bob, to be asked as JupyterHub 6.1.1 was. */
@Timeout(60)
abstract class HubRestCase {
    static final String BOSS = "boss-token-0123456789abcdef";
    static final String GROUP_ADMIN = "group-token-0123456789abcdef";
    private static final String CONFIGURATION = """
            {"services": [
               {"name": "boss", "api_token": "boss-token-0123456789abcdef", "admin": true},
               {"name": "web", "api_token": "web-token-0123456789abcdef", "url": "http://127.0.0.1:9"},
               {"name": "group", "api_token": "group-token-0123456789abcdef"}],
             "roles": [
               {"name": "cull", "services": [], "scopes": ["list:users", "read:servers"]},
               {"name": "group-admin", "services": ["group"],
                "scopes": ["admin:users!group=sales", "list:services", "read:services!service=web"]}]}""";

    @TempDir
    Path folder;

    TestingPlatform platform;
    HubClient hub;
    String admin;
    String ana;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("hub.json"), CONFIGURATION);
        platform = new TestingPlatform(folder, new TestingLauncher());
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        platform.identity.addUser("root", TestingPlatform.PASSWORD, true);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
        admin = platform.identity.createToken("root", "", Set.of(), null).secret();
        ana = platform.identity.createToken("ana", "", Set.of(), null).secret();
        hub = new HubClient(platform.port);
    }

    @AfterEach
    void close() {
        hub.close();
        platform.close();
    }
}
