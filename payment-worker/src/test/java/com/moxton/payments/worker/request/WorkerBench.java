package com.moxton.payments.worker.request;

import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.events.kafka.TopicProvisioner;
import com.moxton.payments.events.kafka.TopicSettings;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.testing.RestartableKafka;
import com.moxton.payments.testing.TestDatabase;
import com.moxton.payments.testing.TestServers;
import com.moxton.payments.worker.WorkerApplication;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole worker, as many instances as wanted, on a genuine broker and database and the Stripe simulator. The broker is
 * one of its own: workers of other tests in this JVM would take the requests away.
 */
public final class WorkerBench implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(120);
    public static final String USER = "user-1";
    public static final String OPS_PASSWORD = "0ps-and-nothing-else";

    private static final RestartableKafka KAFKA = startKafka();

    /** Beside the platform, which the worker's own key is for. */
    static final String SEPARATE = "acct_Separate";

    static final String SEPARATE_KEY = "sk_test_separate";
    static final String CONNECTED = "acct_Connected";

    public final StripeSimulator stripe = StripeSimulator.start(
            SimulatorSettings.defaults().withAccount(SEPARATE_KEY, SEPARATE).withConnectedAccount(CONNECTED));
    public final TestDatabase database = TestServers.newDatabase();
    private final HikariDataSource connections = connections();
    public final JdbcTemplate sql = new JdbcTemplate(connections);
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private final KafkaProducer<String, byte[]> producer;
    private final PublishedByWorker published = new PublishedByWorker(KAFKA.bootstrapServers());

    public WorkerBench() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }

    /** A few for all threads of a test, with patience: a new one for each statement takes long on a busy machine. */
    private HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }

    private static RestartableKafka startKafka() {
        RestartableKafka kafka = RestartableKafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicProvisioner(new TopicSettings(6, (short) 1, Map.of()))
                    .provision(admin, Set.of(Topic.values()), Duration.ofSeconds(30));
        }
        return kafka;
    }

    /** @param settings {@code --name=value} */
    public ConfigurableApplicationContext start(String... settings) {
        return startWorker(null, settings);
    }

    /** @param settings {@code --name=value}, instead of the bench's own of that name */
    ConfigurableApplicationContext startWorker(@Nullable CrashPoints crashes, String... settings) {
        return startWorkerWith(
                context -> {
                    if (crashes != null) {
                        context.getBeanFactory()
                                .addBeanPostProcessor(new CrashingBeans(crashes, context.getBeanFactory()));
                    }
                },
                settings);
    }

    ConfigurableApplicationContext startWorkerWith(
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--KAFKA_BOOTSTRAP_SERVERS=" + KAFKA.bootstrapServers(),
                "--MYSQL_URL=" + database.url(),
                "--MYSQL_USER=" + database.user(),
                "--MYSQL_PASSWORD=" + database.password(),
                "--STRIPE_SECRET_KEY=sk_test_bench",
                "--STRIPE_API_BASE=" + stripe.baseUrl(),
                "--OPS_USERNAME=ops",
                "--OPS_PASSWORD=" + OPS_PASSWORD,
                "--spring.jmx.enabled=false",
                "--payments.stripe.retry-pause-min=20ms",
                "--payments.stripe.retry-pause-max=200ms",
                // The simulator has no limit, and breaks down when a test says so.
                "--payments.stripe.rate-limit.per-second=10000",
                "--payments.stripe.breaker.minimum-calls=1000",
                "--payments.requests.retry-pause-min=20ms",
                "--payments.requests.retry-pause-max=200ms",
                "--payments.requests.drain-timeout=2s"));
        for (String setting : settings) {
            String name = setting.substring(0, setting.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(name));
            arguments.add(setting);
        }
        SpringApplicationBuilder builder =
                new SpringApplicationBuilder(WorkerApplication.class).initializers(initializer);
        ConfigurableApplicationContext instance = builder.run(arguments.toArray(String[]::new));
        instances.add(instance);
        return instance;
    }

    public String order(String amount, String currency) {
        return order(USER, amount, currency);
    }

    public String order(String user, String amount, String currency) {
        String id = "order-" + UUID.randomUUID();
        sql.update(
                "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, ?, ?)",
                id,
                user,
                new BigDecimal(amount),
                currency);
        return id;
    }

    /** Holds the order's row locked meanwhile, as a storefront's transaction does. */
    void whileLocked(String orderId, Runnable meanwhile) {
        whileLocked(List.of(orderId), meanwhile);
    }

    /** As {@link #whileLocked(String, Runnable)}, of several. */
    void whileLocked(List<String> orderIds, Runnable meanwhile) {
        new TransactionTemplate(new DataSourceTransactionManager(connections)).executeWithoutResult(transaction -> {
            orderIds.forEach(id -> sql.queryForList("SELECT id FROM orders WHERE id = ? FOR UPDATE", id));
            meanwhile.run();
        });
    }

    static PaymentRequest.CreateIntent create(String orderId, String amount, String currency) {
        return create(orderId, amount, currency, null);
    }

    public static PaymentRequest.CreateIntent create(
            String orderId, String amount, String currency, @Nullable String idempotencyKey) {
        return new PaymentRequest.CreateIntent(
                UUID.randomUUID().toString(),
                Instant.now(),
                USER,
                orderId,
                new BigDecimal(amount),
                currency,
                Map.of("cart", "c-1"),
                idempotencyKey);
    }

    static PaymentRequest.Confirm confirm(String intentId, @Nullable String paymentMethod) {
        return confirm(intentId, paymentMethod, null);
    }

    public static PaymentRequest.Confirm confirm(
            String intentId, @Nullable String paymentMethod, @Nullable String idempotencyKey) {
        return new PaymentRequest.Confirm(
                UUID.randomUUID().toString(), Instant.now(), USER, intentId, paymentMethod, null, idempotencyKey);
    }

    public void send(PaymentRequest request) {
        sendRaw(request.key(), EventJson.write(request));
    }

    void sendRaw(String key, byte[] value) {
        producer.send(new ProducerRecord<>(Topic.PAYMENT_REQUESTS.topicName(), key, value));
    }

    /** Puts all events of an intent that the simulator has made into the log, as its webhooks would. */
    void deliverEvents(String intentId) {
        stripe.events().reversed().stream()
                .filter(event -> event.json().contains(intentId))
                .forEach(event -> deliver(event, event.owner()));
    }

    /**
     * @param account what ingress knows of the event's account, by its signature or by itself
     */
    void deliver(StripeEvent event, @Nullable String account) {
        byte[] body = event.json().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record =
                StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK);
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_ACCOUNT, account);
        producer.send(record);
    }

    public PaymentReply ask(PaymentRequest request) {
        send(request);
        return reply(request.requestId());
    }

    /** Creates an order and its intent. */
    PaymentReply.IntentCreated intentOf(String orderId, String amount) {
        return (PaymentReply.IntentCreated) ask(create(orderId, amount, "usd"));
    }

    public PaymentReply reply(String requestId) {
        return await().atMost(PATIENCE)
                .until(() -> replies(requestId), found -> !found.isEmpty())
                .getFirst();
    }

    List<PaymentReply> replies(String requestId) {
        return published
                .replies()
                .filter(reply -> reply.requestId().equals(requestId))
                .toList();
    }

    List<PaymentUpdate> updates(String orderId) {
        return published
                .updates()
                .filter(update -> update.orderId().equals(orderId))
                .toList();
    }

    String orderStatus(String orderId) {
        return String.valueOf(sql.queryForObject("SELECT status FROM orders WHERE id = ?", String.class, orderId));
    }

    List<Map<String, Object>> payments(String orderId) {
        return sql.queryForList("SELECT * FROM payments WHERE order_id = ? ORDER BY created_at", orderId);
    }

    long intentsAtStripe(String orderId) {
        return stripe.intents().stream()
                .filter(intent -> orderId.equals(
                        intent.json().path("metadata").path("order_id").asString("")))
                .count();
    }

    /** The group begins at the start of the topic again. No instance may run. */
    void forgetCommits() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.deleteConsumerGroups(List.of("payment-worker.requests"))
                            .all()
                            .get());
        }
    }

    /** Waits until every request that was sent is done. */
    void awaitAllDone() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> ends = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            producer.flush();
            List<TopicPartition> partitions = ends.partitionsFor(Topic.PAYMENT_REQUESTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> end = ends.endOffsets(partitions);
            await().atMost(PATIENCE).until(() -> {
                var committed = admin.listConsumerGroupOffsets("payment-worker.requests")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return end.entrySet().stream()
                        .allMatch(entry -> entry.getValue() == 0
                                || committed.containsKey(entry.getKey())
                                        && committed.get(entry.getKey()).offset() >= entry.getValue());
            });
        }
    }

    @Override
    public void close() {
        instances.forEach(ConfigurableApplicationContext::close);
        published.close();
        producer.close();
        stripe.close();
        connections.close();
        database.close();
    }
}
