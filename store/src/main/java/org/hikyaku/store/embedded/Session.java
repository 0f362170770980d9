package org.hikyaku.store.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements. Belongs to one thread. */
final class Session implements AutoCloseable {

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    /** Runs a change; how many rows it touched. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        return prepare(sql, arguments).executeUpdate();
    }

    /** Runs an INSERT that ends with {@code RETURNING} an id; that id. */
    long insert(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, r -> r.getLong(1), arguments).orElseThrow();
    }

    <T> List<T> all(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet results = prepare(sql, arguments).executeQuery()) {
            while (results.next()) {
                found.add(row.read(results));
            }
        }
        return found;
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (ResultSet results = prepare(sql, arguments).executeQuery()) {
            return results.next() ? Optional.of(row.read(results)) : Optional.empty();
        }
    }

    boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, _ -> true, arguments).isPresent();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        connection.close();
    }
}
