package dev.orrery.hub;

import dev.orrery.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups of users, and when users were last seen. */
final class JdbcGroupStore {
    private final Database database;

    /** @param properties JSON */
    record Group(String name, List<String> users, String properties) {}

    JdbcGroupStore(Database database) {
        this.database = database;
        HubTables.migrate(database);
    }

    List<Group> all() {
        return database.read(tx -> {
            Map<String, List<String>> members = new TreeMap<>();
            tx.list(
                    "SELECT group_name, user_name FROM hub_group_member ORDER BY group_name, user_name",
                    row -> members.computeIfAbsent(row.text("group_name"), name -> new ArrayList<>())
                            .add(row.text("user_name")));
            return tx.list(
                    "SELECT name, properties FROM hub_group ORDER BY name",
                    row -> new Group(
                            row.text("name"),
                            members.getOrDefault(row.text("name"), List.of()),
                            row.text("properties")));
        });
    }

    Optional<Group> find(String name) {
        return database.read(tx -> tx.first(
                "SELECT name, properties FROM hub_group WHERE name = ?",
                row -> new Group(
                        row.text("name"),
                        tx.list(
                                "SELECT user_name FROM hub_group_member WHERE group_name = ? ORDER BY user_name",
                                member -> member.text("user_name"),
                                name),
                        row.text("properties")),
                name));
    }

    /** False where there is one of that name. */
    boolean add(String name, List<String> users) {
        return database.transaction(tx -> {
            if (tx.update("INSERT INTO hub_group (name, properties) VALUES (?, '{}') ON CONFLICT DO NOTHING", name)
                    == 0) {
                return false;
            }
            users.forEach(user -> tx.update(
                    "INSERT INTO hub_group_member (group_name, user_name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    name,
                    user));
            return true;
        });
    }

    boolean delete(String name) {
        return database.transaction(tx -> {
            tx.update("DELETE FROM hub_share WHERE kind = 'group' AND recipient = ?", name);
            tx.update("DELETE FROM hub_group_member WHERE group_name = ?", name);
            return tx.update("DELETE FROM hub_group WHERE name = ?", name) == 1;
        });
    }

    void join(String name, List<String> users) {
        database.transaction(tx -> {
            users.forEach(user -> tx.update(
                    "INSERT INTO hub_group_member (group_name, user_name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    name,
                    user));
            return users.size();
        });
    }

    void leave(String name, List<String> users) {
        database.transaction(tx -> {
            users.forEach(user ->
                    tx.update("DELETE FROM hub_group_member WHERE group_name = ? AND user_name = ?", name, user));
            return users.size();
        });
    }

    void setProperties(String name, String properties) {
        database.transaction(tx -> tx.update("UPDATE hub_group SET properties = ? WHERE name = ?", properties, name));
    }

    Set<String> groupsOf(String user) {
        List<String> names = database.read(tx -> tx.list(
                "SELECT group_name FROM hub_group_member WHERE user_name = ?", row -> row.text("group_name"), user));
        return new TreeSet<>(names);
    }

    /** The groups of everybody who is in one. */
    Map<String, Set<String>> groups() {
        return database.read(tx -> {
            Map<String, Set<String>> groups = new TreeMap<>();
            tx.list(
                    "SELECT group_name, user_name FROM hub_group_member",
                    row -> groups.computeIfAbsent(row.text("user_name"), name -> new TreeSet<>())
                            .add(row.text("group_name")));
            return groups;
        });
    }

    /** To be called when a user is deleted. */
    void forgetUser(String user) {
        database.transaction(tx -> {
            tx.update("DELETE FROM hub_share WHERE owner = ? OR (kind = 'user' AND recipient = ?)", user, user);
            tx.update("DELETE FROM hub_share_code WHERE owner = ?", user);
            tx.update("DELETE FROM hub_user_activity WHERE user_name = ?", user);
            return tx.update("DELETE FROM hub_group_member WHERE user_name = ?", user);
        });
    }

    /** Notes when a user was last seen; never goes back. */
    void active(String user, Instant at) {
        database.transaction(tx -> tx.update("""
                INSERT INTO hub_user_activity (user_name, last_activity) VALUES (?, ?)
                ON CONFLICT (user_name) DO UPDATE SET last_activity = excluded.last_activity
                WHERE excluded.last_activity > hub_user_activity.last_activity""", user, at));
    }

    /** When a user was last seen. */
    Optional<Instant> activity(String user) {
        return database.read(tx -> tx.first(
                "SELECT last_activity FROM hub_user_activity WHERE user_name = ?",
                row -> row.time("last_activity"),
                user));
    }

    /** When each user was last seen who ever was. */
    Map<String, Instant> activity() {
        return database.read(tx -> {
            Map<String, Instant> activity = new TreeMap<>();
            tx.list(
                    "SELECT user_name, last_activity FROM hub_user_activity",
                    row -> activity.put(row.text("user_name"), row.time("last_activity")));
            return activity;
        });
    }
}
