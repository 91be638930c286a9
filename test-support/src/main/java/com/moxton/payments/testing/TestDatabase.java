package com.moxton.payments.testing;

import java.sql.Connection;
import java.sql.SQLException;

/** An empty schema of one's own on the lane's database server, until it is closed or the JVM ends. */
public final class TestDatabase implements AutoCloseable {
    private final DatabaseServer server;
    private final String schema;

    TestDatabase(DatabaseServer server, String schema) {
        this.server = server;
        this.schema = schema;
    }

    /** For MySQL Connector/J: what {@code MYSQL_URL} would say. */
    public String url() {
        return server.urlOf(schema);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
        return server.connect(schema);
    }

    /** Drops the schema. Not needed: it happens at the end of the JVM anyway. */
    @Override
    public void close() {
        server.drop(schema);
    }
}
