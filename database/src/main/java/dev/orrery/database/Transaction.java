package dev.orrery.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done in one transaction. Arguments may be text, numbers, booleans, {@link Instant}s and null. */
public final class Transaction {
    private final Connection connection;
    private final Dialect dialect;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Runs an insert, update or delete. Returns how many rows it changed: zero is how a conditional update says that it lost. */
    public int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException("cannot change the database", e);
        }
    }

    public <T> List<T> list(String sql, Function<Row, T> map, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet result = statement.executeQuery()) {
            Row row = new Row(result);
            List<T> list = new ArrayList<>();
            while (result.next()) {
                list.add(map.apply(row));
            }
            return list;
        } catch (SQLException e) {
            throw new DatabaseException("cannot read the database", e);
        }
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Function<Row, T> map, @Nullable Object... arguments) {
        return list(sql, map, arguments).stream().findFirst();
    }

    /** Runs after the transaction is committed, in this order, on this thread; not at all when it is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Instant time -> statement.setLong(index, Row.toMicros(time));
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case Enum<?> constant ->
                throw new IllegalArgumentException("say how " + constant + " is written, do not rely on its name");
            default -> statement.setObject(index, value);
        }
    }
}
