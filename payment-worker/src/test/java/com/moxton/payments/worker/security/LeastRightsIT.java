package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import com.moxton.payments.testing.SecuredDatabase;
import com.moxton.payments.testing.TestCertificates;
import com.moxton.payments.worker.request.WorkerBench;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worker over TLS to Kafka and to the database, under the rules of {@code deploy/kafka/acls.sh} and
 * {@code deploy/mysql/grants.sql}: they are enough for all it does, and whoever takes its credentials can do no more.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the rules are a script for bash")
@Timeout(900)
class LeastRightsIT {
    private static SecuredWorker worker;

    @BeforeAll
    static void start() {
        worker = SecuredWorker.start();
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @Test
    void takesAnOrderFromItsRequestToItsPaymentAndIsOperated() throws Exception {
        assertThat(worker.page("/actuator/health/readiness")).contains("UP");
        String order = worker.order("49.99");
        PaymentRequest.CreateIntent request = WorkerBench.create(order, "49.99", "usd", null);
        worker.sendAsIngress(Topic.PAYMENT_REQUESTS, order, EventJson.write(request));
        IntentCreated created = (IntentCreated) worker.replyAsIngress(request.requestId());
        String why = "{\"reason\":\"least rights\"}";
        assertThat(worker.post("/ops/api/payments/" + created.paymentId() + "/refresh", why))
                .isEqualTo(202);
        PaymentRequest.Confirm confirm = WorkerBench.confirm(created.intentId(), "pm_card_visa", null);
        worker.sendAsIngress(Topic.PAYMENT_REQUESTS, confirm.key(), EventJson.write(confirm));
        assertThat(worker.replyAsIngress(confirm.requestId())).asString().contains("succeeded");
        worker.deliverAsIngress(created.intentId());
        await().atMost(SecuredWorker.PATIENCE).until(() -> worker.statusOf(order), "paid"::equals);

        worker.sendAsIngress(Topic.STRIPE_EVENTS, "pi_nobody", "nonsense".getBytes());
        await().atMost(SecuredWorker.PATIENCE)
                .until(() -> worker.page("/ops/api/dead-letters?state=open"), page -> page.contains("malformed"));

        assertThat(worker.post("/ops/api/dead-letters/redrive-all", "{\"filter\":{},\"reason\":\"least rights\"}"))
                .isEqualTo(202);
        assertThat(worker.post("/ops/api/backfill", "{}")).isEqualTo(200);
        assertThat(worker.post("/ops/api/audits", why)).isEqualTo(202);
        assertThat(worker.post("/ops/api/replays", "{\"mode\":\"dry-run\",\"force\":true,\"reason\":\"as well\"}"))
                .isEqualTo(202);
        for (String jobs : List.of("/ops/api/audits", "/ops/api/replays")) {
            await().atMost(SecuredWorker.PATIENCE)
                    .untilAsserted(() -> assertThat(worker.page(jobs)).contains("\"state\":\"completed\""));
        }
        await().atMost(SecuredWorker.PATIENCE)
                .untilAsserted(() -> assertThat(worker.page("/ops/api/dead-letters?state=superseded"))
                        .contains("malformed"));
        // The lag is left out when Kafka takes its time.
        await().atMost(SecuredWorker.PATIENCE)
                .untilAsserted(
                        () -> assertThat(worker.page("/ops/api/overview")).contains("payment-worker.events"));
        assertThat(worker.page("/ops/api/payments/" + created.paymentId() + "/timeline"))
                .contains("succeeded");
        assertThat(worker.refusalsLogged())
                .as("what the log says of denied rights")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE orders SET total_amount = 1",
                "UPDATE orders SET user_id = 'me'",
                "INSERT INTO orders (id, user_id, total_amount) VALUES ('o', 'me', 1)",
                "DELETE FROM orders",
                "UPDATE payment_history SET to_status = 'succeeded'",
                "DELETE FROM payment_history",
                "UPDATE ops_audit SET user_name = 'somebody else'",
                "DELETE FROM ops_audit",
                "DELETE FROM payments",
                "TRUNCATE TABLE processed_events",
                "DROP TABLE payments",
                "ALTER TABLE payments ADD COLUMN x INT",
                "CREATE TABLE of_its_own (id INT)",
                "CREATE DATABASE of_its_own",
                "SELECT * FROM mysql.user",
                "SELECT * FROM DATABASECHANGELOG",
                "GRANT ALL ON payments.* TO 'payments_worker'@'%'",
                "CREATE USER 'of_its_own'@'%'"
            })
    void itsDatabaseUserDoesNoMore(String sql) {
        assertDenied(SecuredDatabase.WORKER, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE orders SET status = 'paid'",
                "INSERT INTO orders (id, user_id, total_amount, paid_at) VALUES ('o', 'me', 1, NOW(6))",
                "DELETE FROM orders",
                "SELECT * FROM payments",
                "SELECT * FROM ops_audit",
                "DROP TABLE orders"
            })
    void theStorefrontWritesOrdersDownAndCannotPayThem(String sql) {
        assertDenied(SecuredDatabase.STOREFRONT, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE orders",
                "SELECT * FROM mysql.user",
                "CREATE USER 'of_its_own'@'%'",
                "GRANT SELECT ON payments.* TO 'payments_worker'@'%'"
            })
    void theMigrationsUserChangesTablesAndNobodysRights(String sql) {
        assertDenied(SecuredDatabase.MIGRATION, sql);
    }

    @Test
    void everyTableHasItsGrants() throws Exception {
        List<String> tables =
                worker.sqlAsAdmin("SELECT table_name FROM information_schema.tables WHERE table_schema = 'payments'");
        List<String> granted = worker.sqlAsAdmin(
                "SELECT DISTINCT table_name FROM information_schema.table_privileges WHERE table_schema = 'payments'"
                        + " AND grantee LIKE '%payments_worker%'");
        assertThat(tables)
                .filteredOn(table -> !table.startsWith("DATABASECHANGELOG"))
                .containsExactlyInAnyOrderElementsOf(granted);
    }

    @Test
    void nobodyIsTalkedToWithoutTlsOrAnotherAuthoritysCertificate() {
        SecuredDatabase database = worker.database();
        assertThatThrownBy(() -> connect(database.urlWithoutTls()).close()).isInstanceOf(SQLException.class);
        String otherAuthority = database.urlTrusting(TestCertificates.make());
        assertThatThrownBy(() -> connect(otherAuthority).close())
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("CertPathValidatorException");
        assertThat(worker.sqlAsWorker("SHOW SESSION STATUS LIKE 'Ssl_version'"))
                .singleElement()
                .asString()
                .startsWith("Ssl_version TLSv1.");
    }

    @Test
    void itsKafkaUserDoesNoMore() throws Exception {
        try (Admin admin = Admin.create(worker.kafkaSettings())) {
            List<Future<?>> tries = List.of(
                    admin.createTopics(List.of(new NewTopic("of-its-own", 1, (short) 1)))
                            .all(),
                    admin.deleteTopics(List.of("stripe.events")).all(),
                    admin.describeAcls(AclBindingFilter.ANY).values());
            for (Future<?> attempt : tries) {
                assertThatThrownBy(attempt::get).hasCauseInstanceOf(AuthorizationException.class);
            }
        }
        worker.sendAsIngress(Topic.STRIPE_EVENTS, "pi_nobody", "nonsense".getBytes());
        assertThat(worker.canRead(Topic.STRIPE_EVENTS)).isTrue();
        assertThat(worker.canRead(Topic.PAYMENT_REPLIES))
                .as("client secrets are ingress' to read")
                .isFalse();
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(
                url, SecuredDatabase.WORKER, worker.database().passwordFor(SecuredDatabase.WORKER));
    }

    private static void assertDenied(String user, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection connection = worker.database().connect(user);
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("denied");
    }
}
