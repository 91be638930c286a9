package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.simulator.knob.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** Many requests at once, and instances that come and go. */
@Timeout(600)
class ManyRequestsIT {
    private final WorkerBench bench = new WorkerBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    /** ONE_INTENT_PER_ORDER: random keys spread the requests, so that nothing but the rows keeps them apart. */
    @Test
    void manyRequestsForOneOrderOverTwoInstancesMakeOneIntent() {
        bench.startWorker(null);
        bench.startWorker(null);
        bench.stripe.knobs().latency(Duration.ofMillis(50));
        String order = bench.order("49.99", "usd");
        List<PaymentRequest.CreateIntent> requests = IntStream.range(0, 200)
                .mapToObj(i -> create(order, "49.99", "usd"))
                .toList();

        requests.forEach(request -> bench.sendRaw(UUID.randomUUID().toString(), EventJson.write(request)));

        Set<String> intents = requests.stream()
                .map(request -> ((IntentCreated) bench.reply(request.requestId())).intentId())
                .collect(toSet());
        assertThat(intents).hasSize(1);
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order)).hasSize(1);
    }

    @Test
    void oneCallThatHangsHoldsNoOtherOrderUp() {
        bench.startWorker(null, "--payments.stripe.read-timeout=90s");
        bench.stripe.failNext("POST /v1/payment_intents", new Fault.Hangs());
        String stuck = bench.order("10", "usd");
        PaymentRequest.CreateIntent hanging = create(stuck, "10", "usd");
        bench.send(hanging);
        await().atMost(PATIENCE).until(() -> bench.intentsAtStripe(stuck) == 1);
        List<PaymentRequest.CreateIntent> others = IntStream.range(0, 300)
                .mapToObj(i -> create(bench.order("10", "usd"), "10", "usd"))
                .toList();

        others.forEach(bench::send);

        others.forEach(request -> assertThat(bench.reply(request.requestId())).isInstanceOf(IntentCreated.class));
        assertThat(bench.replies(hanging.requestId())).isEmpty();
    }

    /** Requests share transactions; the storefront, say, has one of their orders locked for a while. */
    @Test
    void anOrderThatSomebodyElseHasLockedHoldsNoOtherUp() {
        bench.startWorker(null);
        String locked = bench.order("10", "usd");
        PaymentRequest.CreateIntent waiting = create(locked, "10", "usd");
        List<PaymentRequest.CreateIntent> others = IntStream.range(0, 100)
                .mapToObj(i -> create(bench.order("10", "usd"), "10", "usd"))
                .toList();

        bench.whileLocked(locked, () -> {
            others.subList(0, 50).forEach(bench::send);
            bench.send(waiting);
            others.subList(50, 100).forEach(bench::send);
            others.forEach(
                    request -> assertThat(bench.reply(request.requestId())).isInstanceOf(IntentCreated.class));
            assertThat(bench.replies(waiting.requestId())).isEmpty();
        });

        assertThat(bench.reply(waiting.requestId())).isInstanceOf(IntentCreated.class);
        assertThat(bench.intentsAtStripe(locked)).isEqualTo(1);
    }

    /** Some wait for locks, in transactions; the others wait for these, and not for a connection until it is too late. */
    @Test
    void noRequestTimesOutForAConnectionBehindThoseThatHaveThemAll() {
        ConfigurableApplicationContext worker = bench.startWorker(
                null,
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--spring.datasource.hikari.connection-timeout=250");
        List<String> orders =
                IntStream.range(0, 40).mapToObj(i -> bench.order("10", "usd")).toList();
        List<PaymentRequest.Confirm> confirms = orders.stream()
                .map(order -> confirm(bench.intentOf(order, "10").intentId(), "pm_card_visa"))
                .toList();
        double before = connectionTimeouts(worker);

        bench.whileLocked(orders.subList(0, 8), () -> {
            confirms.forEach(bench::send);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        });

        confirms.forEach(request -> assertThat(bench.reply(request.requestId())).isInstanceOf(IntentConfirmed.class));
        assertThat(connectionTimeouts(worker) - before).isZero();
    }

    private static double connectionTimeouts(ConfigurableApplicationContext worker) {
        return worker.getBean(MeterRegistry.class)
                .get("hikaricp.connections.timeout")
                .counter()
                .count();
    }

    @Test
    void requestsOfOneOrderAreWorkedOffInOrder() {
        bench.startWorker(null);
        bench.stripe.knobs().slow(0.3, Duration.ofMillis(300));
        List<String> orders =
                IntStream.range(0, 30).mapToObj(i -> bench.order("10", "usd")).toList();
        List<PaymentRequest.CreateIntent> first =
                orders.stream().map(order -> create(order, "10", "usd")).toList();
        List<PaymentRequest.CreateIntent> second =
                orders.stream().map(order -> create(order, "10", "usd")).toList();

        first.forEach(bench::send);
        second.forEach(bench::send);

        for (int i = 0; i < orders.size(); i++) {
            IntentCreated answer = (IntentCreated) bench.reply(first.get(i).requestId());
            IntentCreated again = (IntentCreated) bench.reply(second.get(i).requestId());
            assertThat(again.intentId()).isEqualTo(answer.intentId());
            String requestId = bench.stripe
                    .intent(answer.intentId())
                    .orElseThrow()
                    .json()
                    .path("metadata")
                    .path("request_id")
                    .asString();
            assertThat(requestId)
                    .as("the first request made it")
                    .isEqualTo(first.get(i).requestId());
        }
    }

    /** COMMITTED_MEANS_DONE */
    @Test
    void instancesThatComeAndGoLeaveNoRequestUnanswered() {
        ConfigurableApplicationContext leaving = bench.startWorker(null);
        bench.stripe.knobs().latency(Duration.ofMillis(100)).slow(0.1, Duration.ofSeconds(4));
        List<String> orders =
                IntStream.range(0, 300).mapToObj(i -> bench.order("10", "usd")).toList();
        List<PaymentRequest.CreateIntent> requests =
                orders.stream().map(order -> create(order, "10", "usd")).toList();

        requests.subList(0, 150).forEach(bench::send);
        bench.startWorker(null);
        requests.subList(150, 300).forEach(bench::send);
        leaving.close();

        for (PaymentRequest.CreateIntent request : requests) {
            assertThat(bench.reply(request.requestId())).isInstanceOf(IntentCreated.class);
        }
        assertThat(orders)
                .allSatisfy(order -> assertThat(bench.intentsAtStripe(order)).isEqualTo(1));
    }

    @Test
    void readingTheWholeTopicAgainCallsNobodyAndAnswersNobody() {
        ConfigurableApplicationContext first = bench.startWorker(null);
        String order = bench.order("10", "usd");
        PaymentRequest.CreateIntent create = create(order, "10", "usd", "key");
        IntentCreated created = (IntentCreated) bench.ask(create);
        PaymentRequest.CreateIntent sameKey = create(order, "10", "usd", "key");
        bench.ask(sameKey);
        PaymentRequest.Confirm declined = confirm(created.intentId(), "pm_card_chargeDeclined");
        bench.ask(declined);
        PaymentRequest.Refresh refresh = new PaymentRequest.Refresh(
                UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test");
        bench.send(refresh);
        bench.awaitAllDone();
        PaymentRequest.Confirm confirm = confirm(created.intentId(), "pm_card_visa");
        assertThat(((IntentConfirmed) bench.ask(confirm)).status()).isEqualTo("succeeded");
        bench.awaitAllDone();
        first.close();
        int calls = bench.stripe.calls().latest().size();
        var rows = bench.payments(order);
        var updates = bench.updates(order);

        bench.forgetCommits();
        bench.startWorker(null);
        bench.awaitAllDone();

        assertThat(bench.stripe.calls().latest()).hasSize(calls);
        assertThat(bench.payments(order)).isEqualTo(rows);
        assertThat(bench.updates(order)).isEqualTo(updates);
        assertThat(bench.replies(create.requestId())).hasSize(1);
        assertThat(bench.replies(sameKey.requestId())).hasSize(1);
        assertThat(bench.replies(declined.requestId())).hasSize(1);
        assertThat(bench.replies(confirm.requestId())).hasSize(1);
    }
}
