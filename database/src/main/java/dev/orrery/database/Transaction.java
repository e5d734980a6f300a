package dev.orrery.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is done in one transaction. Arguments may be text, numbers, booleans, {@link Instant}s and null. */
public final class Transaction {
    private final Connection connection;
    private final Dialect dialect;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Map<Object, Object> notes = new HashMap<>();
    private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
    private final Map<String, List<Later>> later = new LinkedHashMap<>();
    private @Nullable Guard guard;
    private boolean changed;

    private static final String DIVISION_BY_ZERO = "22012";

    /** A query that must find a row, which goes to the database together with the first statement. */
    private record Guard(String sql, List<?> arguments, Supplier<? extends RuntimeException> otherwise) {}

    /** A row's arguments for a statement that is put off, and who is told how many rows it changed. */
    private record Later(List<? extends @Nullable Object> arguments, IntConsumer onCount) {}

    Transaction(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Requires that a query finds a row, before anything else is done. PostgreSQL is asked with the first statement, in one
     * message, and that statement fails where there is no row.
     *
     * @param from a query but for its selected columns: {@code FROM … WHERE …}
     */
    public void require(String from, Supplier<? extends RuntimeException> otherwise, Object... arguments) {
        String sql = "SELECT 1 / (SELECT COUNT(*) FROM (SELECT 1 " + from + ") AS required)";
        guard = new Guard(sql, List.of(arguments), otherwise);
    }

    /** What a part of the program keeps about this transaction, made at its first use. */
    @SuppressWarnings("unchecked") // an owner makes its own notes and nobody else's
    public <T> T notes(Object owner, Supplier<T> make) {
        return (T) notes.computeIfAbsent(owner, key -> make.get());
    }

    /** Runs one statement for each row of arguments, in few messages. */
    public void batch(String sql, List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.size() == 1) {
            update(sql, rows.getFirst().toArray());
            return;
        }
        flush();
        executeBatch(sql, rows);
    }

    /**
     * Puts a change off until the next statement that is not, or until the commit: all that were put off then go to the database
     * together, those of one statement in few messages. They keep their order within one statement, and the statements that of
     * their first use; so they must come to the same in that order.
     *
     * @param onCount told how many rows it changed, before the commit; may throw, but use no statement
     */
    public void later(String sql, IntConsumer onCount, @Nullable Object... arguments) {
        changed = true;
        later.computeIfAbsent(sql, any -> new ArrayList<>()).add(new Later(Arrays.asList(arguments), onCount));
    }

    /** Runs in this transaction when all else is done, before its commit. */
    public void beforeCommit(Runnable action) {
        beforeCommit.add(action);
    }

    /** Does what was put off. */
    void finish() {
        while (!beforeCommit.isEmpty() || !later.isEmpty()) {
            if (beforeCommit.isEmpty()) {
                flush();
            } else {
                beforeCommit.remove().run();
            }
        }
    }

    private void flush() {
        if (later.isEmpty()) {
            return;
        }
        Map<String, List<Later>> all = new LinkedHashMap<>(later);
        later.clear();
        all.forEach((sql, changes) -> {
            if (changes.size() == 1) {
                changes.getFirst()
                        .onCount()
                        .accept(update(sql, changes.getFirst().arguments().toArray()));
                return;
            }
            int[] counts =
                    executeBatch(sql, changes.stream().map(Later::arguments).toList());
            for (int i = 0; i < counts.length; i++) {
                changes.get(i).onCount().accept(counts[i]);
            }
        });
    }

    private int[] executeBatch(String sql, List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        askGuard();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<? extends @Nullable Object> row : rows) {
                bind(statement, 0, row.toArray());
                statement.addBatch();
            }
            changed = true;
            return statement.executeBatch();
        } catch (SQLException e) {
            throw new DatabaseException("cannot change the database", e);
        }
    }

    /** Asks what is required, where no statement did yet. */
    void askGuard() {
        Guard asked = guard;
        if (asked != null) {
            var _ = list("SELECT 1 AS asked", row -> 1);
        }
    }

    /** Runs an insert, update or delete. Returns how many rows it changed: zero is how a conditional update says that it lost. */
    public int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = execute(sql, arguments)) {
            int rows = statement.getUpdateCount();
            changed |= rows > 0;
            return rows;
        } catch (SQLException e) {
            throw new DatabaseException("cannot change the database", e);
        }
    }

    public <T> List<T> list(String sql, Function<Row, T> map, @Nullable Object... arguments) {
        try (PreparedStatement statement = execute(sql, arguments);
                ResultSet result = Objects.requireNonNull(statement.getResultSet(), "no query")) {
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

    /** Whether a row was changed. */
    boolean hasChanged() {
        return changed;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    private PreparedStatement execute(String sql, @Nullable Object[] arguments) throws SQLException {
        flush();
        Guard asked = guard;
        guard = null;
        PreparedStatement statement = connection.prepareStatement(asked == null ? sql : asked.sql() + ";\n" + sql);
        try {
            int bound = asked == null ? 0 : bind(statement, 0, asked.arguments().toArray());
            bind(statement, bound, arguments);
            statement.execute();
            if (asked != null) {
                statement.getMoreResults();
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            if (asked != null && DIVISION_BY_ZERO.equals(e.getSQLState())) {
                throw asked.otherwise().get();
            }
            throw e;
        } catch (RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static int bind(PreparedStatement statement, int from, @Nullable Object[] arguments) throws SQLException {
        int index = from;
        for (Object argument : arguments) {
            bind(statement, ++index, argument);
        }
        return index;
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
