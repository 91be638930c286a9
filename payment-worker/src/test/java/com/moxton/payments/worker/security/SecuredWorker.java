package com.moxton.payments.worker.security;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.testing.SecuredDatabase;
import com.moxton.payments.testing.SecuredKafka;
import com.moxton.payments.worker.WorkerApplication;
import com.moxton.payments.worker.request.WorkerBench;
import com.moxton.payments.worker.startup.Migration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker on a broker and a database that are secured as in production: its tables made by another user than its own. */
final class SecuredWorker implements AutoCloseable {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final int PARTITIONS = 3;
    /** As long as a busy machine may take for what is done in a moment elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(180);

    private final SecuredKafka kafka;
    private final SecuredDatabase database;
    private final StripeSimulator stripe = StripeSimulator.start(SimulatorSettings.defaults());
    private final KafkaProducer<String, byte[]> ingress;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            // The broker in this JVM says so too, of what other tests try.
            boolean ours = event.getLoggerName().startsWith("com.moxton.payments.worker");
            if (ours && (text.contains("denied") || text.contains("AuthorizationException"))) {
                refusals.add(text);
            }
        }
    };
    private final ConfigurableApplicationContext context;

    private SecuredWorker(SecuredKafka kafka, SecuredDatabase database) {
        this.kafka = kafka;
        this.database = database;
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.setContext(root.getLoggerContext());
        log.start();
        ingress = new KafkaProducer<>(
                kafka.clientSettingsOf(SecuredKafka.INGRESS), new StringSerializer(), new ByteArraySerializer());
        try {
            context = new SpringApplicationBuilder(WorkerApplication.class).run(settings());
        } catch (RuntimeException e) {
            ingress.close(Duration.ZERO);
            stripe.close();
            throw e;
        }
        root.addAppender(log);
    }

    static SecuredWorker start() {
        SecuredKafka kafka = SecuredKafka.start();
        try {
            kafka.applyAcls(DEPLOY.resolve("kafka/acls.sh"));
            return start(kafka, SecuredDatabase.start());
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /** The servers are processes of their own: without this they would outlive a start that fails. */
    private static SecuredWorker start(SecuredKafka kafka, SecuredDatabase database) {
        try {
            prepare(database);
            return new SecuredWorker(kafka, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void prepare(SecuredDatabase database) {
        database.run(DEPLOY.resolve("mysql/users.sql"));
        Migration.run(
                "--MYSQL_URL=" + database.url(),
                "--MYSQL_USER=" + SecuredDatabase.MIGRATION,
                "--MYSQL_PASSWORD=" + database.passwordFor(SecuredDatabase.MIGRATION));
        database.run(DEPLOY.resolve("mysql/grants.sql"));
    }

    private String[] settings() {
        Map<String, String> settings = new HashMap<>(kafka.springSettingsOf(SecuredKafka.WORKER));
        settings.putAll(Map.of(
                "server.port",
                "0",
                "MYSQL_URL",
                database.url(),
                "MYSQL_USER",
                SecuredDatabase.WORKER,
                "MYSQL_PASSWORD",
                database.passwordFor(SecuredDatabase.WORKER),
                "spring.liquibase.enabled",
                "false",
                "STRIPE_SECRET_KEY",
                "sk_test_bench",
                "STRIPE_API_BASE",
                stripe.baseUrl(),
                "OPS_USERNAME",
                "ops",
                "OPS_PASSWORD",
                WorkerBench.OPS_PASSWORD,
                "payments.topics.partitions",
                String.valueOf(PARTITIONS)));
        settings.put("spring.jmx.enabled", "false");
        // Ingress' test has the authority in a key store; here it is a PEM file, which the clients made by hand must
        // take too.
        settings.remove("spring.kafka.ssl.trust-store-location");
        settings.remove("spring.kafka.ssl.trust-store-password");
        settings.put("spring.kafka.ssl.bundle", "kafka");
        settings.put(
                "spring.ssl.bundle.pem.kafka.truststore.certificate",
                kafka.certificates().authorityPem().toUri().toString());
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    SecuredDatabase database() {
        return database;
    }

    Map<String, Object> kafkaSettings() {
        return kafka.clientSettingsOf(SecuredKafka.WORKER);
    }

    /** As the storefront's user writes it. */
    String order(String amount) throws SQLException {
        String id = "order-" + UUID.randomUUID();
        try (Connection connection = database.connect(SecuredDatabase.STOREFRONT);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES ('%s', '%s', %s, 'usd')"
                    .formatted(id, WorkerBench.USER, amount));
        }
        return id;
    }

    String statusOf(String order) throws SQLException {
        return rows(
                        database.connect(SecuredDatabase.STOREFRONT),
                        "SELECT status FROM orders WHERE id = '" + order + "'")
                .getFirst();
    }

    void sendAsIngress(Topic topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        ingress.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
    }

    void deliverAsIngress(String intentId) {
        stripe.events().reversed().stream()
                .filter(event -> event.json().contains(intentId))
                .map(event -> event.json().getBytes(StandardCharsets.UTF_8))
                .forEach(body -> ingress.send(
                        StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK)));
    }

    PaymentReply replyAsIngress(String requestId) {
        try (KafkaConsumer<String, byte[]> consumer = consumerOf(SecuredKafka.INGRESS)) {
            List<TopicPartition> partitions = partitionsOf(Topic.PAYMENT_REPLIES);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<PaymentReply> found = new ArrayList<>();
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (requestId.equals(record.key())) {
                        found.add(EventJson.read(record.value(), PaymentReply.class));
                    }
                });
                return !found.isEmpty();
            });
            return found.getFirst();
        }
    }

    /** Whether the worker's user gets a record of the topic, which must hold one, or is refused. */
    boolean canRead(Topic topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumerOf(SecuredKafka.WORKER)) {
            consumer.assign(partitionsOf(topic));
            consumer.seekToBeginning(partitionsOf(topic));
            await().pollInSameThread()
                    .atMost(PATIENCE)
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
            return true;
        } catch (AuthorizationException e) {
            return false;
        }
    }

    private KafkaConsumer<String, byte[]> consumerOf(String user) {
        return new KafkaConsumer<>(kafka.clientSettingsOf(user), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitionsOf(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int number = 0; number < PARTITIONS; number++) {
            partitions.add(new TopicPartition(topic.topicName(), number));
        }
        return partitions;
    }

    String page(String path) throws IOException, InterruptedException {
        return send(request(path)).body();
    }

    int post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)))
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        String basic = Base64.getEncoder()
                .encodeToString(("ops:" + WorkerBench.OPS_PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + basic);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    List<String> sqlAsAdmin(String sql) throws SQLException {
        return rows(database.connectAsAdmin(), sql);
    }

    List<String> sqlAsWorker(String sql) {
        try {
            return rows(database.connect(SecuredDatabase.WORKER), sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The columns of each row, side by side. */
    private static List<String> rows(Connection opened, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    columns.add(found.getString(column));
                }
                rows.add(String.join(" ", columns));
            }
        }
        return rows;
    }

    /** Lines in which the worker was told that it may not. */
    List<String> refusalsLogged() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        ingress.close(Duration.ofSeconds(1));
        context.close();
        stripe.close();
        database.close();
        kafka.close();
    }
}
