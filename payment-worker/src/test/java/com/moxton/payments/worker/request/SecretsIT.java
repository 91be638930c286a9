package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.testing.TraceCollector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * SECRETS_STAY_SECRET: after a walk along all roads, no column, no log line, no span and no page of the actuator, metrics
 * among them, bears a client secret, our key or a password.
 */
@Timeout(600)
class SecretsIT {
    private static final String OUR_KEY = "sk_test_bench";

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("com.moxton.payments.worker");
    private final AppenderBase<ILoggingEvent> memory = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + text(event.getThrowableProxy()));
        }
    };
    private final TraceCollector collector = TraceCollector.start();
    private WorkerBench bench;
    private ConfigurableApplicationContext worker;

    @BeforeEach
    void start() {
        bench = new WorkerBench();
        worker = bench.startWorker(null, "--OTLP_TRACES_ENDPOINT=" + collector.endpoint());
        ours.setLevel(Level.TRACE);
        memory.setContext(root.getLoggerContext());
        memory.start();
        root.addAppender(memory);
    }

    @AfterEach
    void stop() {
        root.detachAppender(memory);
        ours.setLevel(null);
        bench.close();
        collector.close();
    }

    @Test
    void noColumnNoLogLineNoSpanAndNoMetricBearsASecret() throws Exception {
        String order = bench.order("30", "usd");
        String key = UUID.randomUUID().toString();
        IntentCreated created = (IntentCreated) bench.ask(create(order, "30", "usd", key));
        bench.ask(create(order, "30", "usd", key));
        bench.ask(create(order, "30", "usd"));
        bench.ask(confirm(created.intentId(), "pm_card_chargeDeclined"));
        IntentConfirmed action =
                (IntentConfirmed) bench.ask(confirm(created.intentId(), "pm_card_authenticationRequired", key + "-2"));
        bench.ask(confirm(created.intentId(), "pm_card_authenticationRequired", key + "-2"));
        bench.stripe.failNext("GET /v1/payment_intents/{id}", new Fault.Fails(500), 10);
        bench.ask(create(order, "30", "usd"));
        bench.send(new PaymentRequest.Refresh(
                UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test"));
        bench.awaitAllDone();

        String secret = created.clientSecret().value();
        assertThat(secret).contains("_secret_");
        assertThat(action.nextAction()).isNotNull();
        assertThat(logged).as("the walk was logged").anyMatch(line -> line.contains("Request handled"));
        assertThat(logged).noneMatch(line -> line.contains("_secret_") || line.contains(OUR_KEY));
        assertThat(everyColumn()).isNotEmpty().noneMatch(value -> value.contains("_secret_"));
        assertThat(page("/actuator/prometheus"))
                .contains("payments_stripe_call")
                .satisfies(SecretsIT::bearsNoSecret);
        assertThat(page("/actuator/health")).contains("UP").satisfies(SecretsIT::bearsNoSecret);
        assertThat(page("/actuator/info")).satisfies(SecretsIT::bearsNoSecret);
        assertThat(page("/ops/api/nothing-here?secret=" + secret))
                .as("an error's body doesn't quote what it was asked")
                .contains("\"status\":404")
                .satisfies(SecretsIT::bearsNoSecret);
        worker.close();
        assertThat(collector.spans())
                .as("a stop sends what is left")
                .anyMatch(span -> span.name().equals("POST /v1/payment_intents"))
                .anyMatch(span -> span.name().equals("POST /v1/payment_intents/{id}/confirm") && span.failed())
                .anyMatch(span -> span.name().equals("transaction mysql"))
                .allSatisfy(span -> bearsNoSecret(span.everything()));
    }

    private static void bearsNoSecret(String text) {
        assertThat(text).doesNotContain("_secret_", OUR_KEY, WorkerBench.OPS_PASSWORD);
    }

    private String page(String path) throws Exception {
        String port = worker.getEnvironment().getRequiredProperty("local.server.port");
        String basic = Base64.getEncoder()
                .encodeToString(("ops:" + WorkerBench.OPS_PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + basic)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private List<String> everyColumn() {
        List<String> tables = bench.sql.queryForList(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()", String.class);
        return tables.stream()
                .flatMap(table -> bench.sql.queryForList("SELECT * FROM `" + table + "`").stream())
                .map(Map::toString)
                .toList();
    }

    private static String text(IThrowableProxy thrown) {
        return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
    }
}
