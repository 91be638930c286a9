package com.moxton.payments.benchmarks.parts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A schema of its own for a measurement. Closing it drops it. */
public final class Schema implements AutoCloseable {

    private final Database database;
    private final String name;

    Schema(Database database, String name) {
        this.database = database;
        this.name = name;
    }

    public String url() {
        return database.urlOf(name);
    }

    public String user() {
        return database.user();
    }

    public String password() {
        return database.password();
    }

    /** In auto-commit mode, as the driver gives it. */
    public Connection connect() throws SQLException {
        return database.connect(name);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Of a query that gives one number. */
    public long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        database.execute("DROP DATABASE IF EXISTS " + name);
    }
}
