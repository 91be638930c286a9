package com.moxton.payments.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database server and a user who may create schemas there. */
record DatabaseServer(String url, String user, String password) {
    private static final String SCHEMA_PREFIX = "moxton_test_";
    private static final Pattern URL = Pattern.compile("(jdbc:\\w+://[^/?]+)(?:/[^?]*)?(\\?.*)?");

    /** The address of a schema on this server. */
    String urlOf(String schema) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("MYSQL_URL is no JDBC address: " + url);
        }
        return parts.group(1) + "/" + schema + (parts.group(2) == null ? "" : parts.group(2));
    }

    TestDatabase newSchema() {
        String schema = SCHEMA_PREFIX + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
        return new TestDatabase(this, schema);
    }

    void drop(String schema) {
        execute("DROP DATABASE IF EXISTS " + schema);
    }

    /** Of earlier runs that were killed. Only for a server that nobody else uses. */
    void dropLeftovers() {
        List<String> leftovers = new ArrayList<>();
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SHOW DATABASES")) {
            while (names.next()) {
                if (names.getString(1).startsWith(SCHEMA_PREFIX)) {
                    leftovers.add(names.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Schemas can't be listed on " + url, e);
        }
        leftovers.forEach(this::drop);
    }

    Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(urlOf(schema), user, password);
    }

    private void execute(String sql) {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Failed on " + url + ": " + sql, e);
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
