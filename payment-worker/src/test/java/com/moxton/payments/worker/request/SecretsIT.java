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
import java.time.Instant;
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

/** SECRETS_STAY_SECRET: after a walk along all roads, no column and no log line bears a client secret or our key. */
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
    private WorkerBench bench;

    @BeforeEach
    void start() {
        bench = new WorkerBench();
        bench.startWorker(null);
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
    }

    @Test
    void noColumnAndNoLogLineBearsASecret() {
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
