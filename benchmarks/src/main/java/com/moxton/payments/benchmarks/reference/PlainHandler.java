package com.moxton.payments.benchmarks.reference;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook handler as it is mostly written: it verifies, writes the rows in one transaction, and says 200. */
@SpringBootConfiguration
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@RestController
public class PlainHandler {

    private static final int POOL = 10;

    private final JsonMapper json = JsonMapper.builder().build();
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SecretKeySpec key =
            new SecretKeySpec(System.getenv("STRIPE_WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    PlainHandler(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** The settings of the services on the class path are none of ours. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Database.class, PlainHandler.class);
        application.setDefaultProperties(Map.of(
                "spring.config.name", "plain-handler",
                "server.port", System.getenv("INGRESS_PORT"),
                "spring.threads.virtual.enabled", "true"));
        application.run(args);
    }

    static class Database {
        @Bean
        HikariDataSource database() {
            HikariDataSource database = new HikariDataSource();
            database.setJdbcUrl(System.getenv("MYSQL_URL"));
            database.setUsername(System.getenv("MYSQL_USER"));
            database.setPassword(System.getenv("MYSQL_PASSWORD"));
            database.setMaximumPoolSize(POOL);
            return database;
        }
    }

    @GetMapping("/actuator/health/readiness")
    Map<String, String> ready() {
        return Map.of("status", "UP");
    }

    @PostMapping("/api/payments/webhook")
    ResponseEntity<Map<String, Boolean>> receive(
            @RequestHeader("Stripe-Signature") String signature, @RequestBody byte[] body)
            throws GeneralSecurityException {
        if (!isStripes(signature, body)) {
            return ResponseEntity.badRequest().build();
        }
        JsonNode event = json.readTree(body);
        try {
            transactions.executeWithoutResult(status -> write(event));
        } catch (DuplicateKeyException e) {
            // Known already.
        }
        return ResponseEntity.ok(Map.of("received", true));
    }

    private boolean isStripes(String signature, byte[] body) throws GeneralSecurityException {
        String time = signature.substring(2, signature.indexOf(','));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.US_ASCII),
                signature.substring(signature.indexOf("v1=") + 3).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(JsonNode event) {
        JsonNode intent = event.at("/data/object");
        String eventId = event.path("id").asString();
        String intentId = intent.path("id").asString();
        String paymentId = intent.at("/metadata/payment_id").asString();
        String orderId = intent.at("/metadata/order_id").asString();
        String status = intent.path("status").asString();
        Timestamp created =
                Timestamp.from(Instant.ofEpochSecond(event.path("created").asLong()));
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.update(
                "INSERT INTO processed_events (event_id, type, intent_id, event_created, received_at, processed_at, outcome,"
                        + " topic, `partition`, `offset`, livemode, batch_id) VALUES (?,?,?,?,?,?,'applied','',0,0,FALSE,'')",
                eventId,
                event.path("type").asString(),
                intentId,
                created,
                now,
                now);
        jdbc.queryForMap("SELECT status, version FROM orders WHERE id = ? FOR UPDATE", orderId);
        Map<String, Object> payment =
                jdbc.queryForMap("SELECT status, version FROM payments WHERE id = ? FOR UPDATE", paymentId);
        long version = ((Number) Objects.requireNonNull(payment.get("version"))).longValue() + 1;
        jdbc.update(
                "UPDATE payments SET status = ?, stripe_intent_id = ?, last_observed_at = ?, last_observed_by = ?,"
                        + " version = ?, updated_at = ? WHERE id = ?",
                status,
                intentId,
                created,
                eventId,
                version,
                now,
                paymentId);
        jdbc.update(
                "INSERT INTO payment_history (payment_id, version, order_id, stripe_intent_id, from_status, to_status,"
                        + " order_status, amount, currency, cause, cause_id, observed_at, at)"
                        + " VALUES (?,?,?,?,?,?,'paid',49.99,'usd',?,?,?,?)",
                paymentId,
                version,
                orderId,
                intentId,
                payment.get("status"),
                status,
                event.path("type").asString(),
                eventId,
                created,
                now);
        jdbc.update(
                "UPDATE orders SET status = 'paid', paid_at = ?, version = version + 1, updated_at = ? WHERE id = ?",
                created,
                now,
                orderId);
    }
}
