package dev.orrery.hub;

class ServersTest extends ServersContract {
    @Override
    String database() {
        return "jdbc:sqlite:" + folder.resolve("test.db");
    }
}
