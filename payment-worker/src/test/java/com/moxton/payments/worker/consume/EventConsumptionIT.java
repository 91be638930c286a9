package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventConsumptionIT extends EventIT {

    @Test
    void eventsMoveThePaymentAndItsOrder() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        List<StripeEventFixture> events = List.of(
                birth,
                birth.declined(3, "card_declined"),
                birth.then(5, "processing", "processing"),
                birth.succeeded(8));
        publish(events);
        awaitProcessed(events);

        assertThat(payment(birth))
                .containsEntry("id", birth.paymentId())
                .containsEntry("order_id", birth.orderId())
                .containsEntry("status", "succeeded")
                .containsEntry("amount", new BigDecimal("49.9900"))
                .containsEntry("last_observed_at", second(8))
                .containsEntry("created_at", second(0))
                .containsEntry("open_order_id", null);
        assertThat(orderOf(birth)).containsEntry("status", "paid").containsEntry("paid_at", second(8));
        assertThat(rows("SELECT * FROM payment_history WHERE payment_id = ? ORDER BY version", birth.paymentId()))
                .extracting(row -> row.get("cause_id"))
                .isEqualTo(events.stream().map(StripeEventFixture::id).toList());
        assertThat(outcome(birth)).isEqualTo("adopted");
        assertThat(outcome(events.get(3))).isEqualTo("applied");

        awaiting().untilAsserted(() -> assertThat(updatesOf(birth)).hasSize(4));
        assertThat(updatesOf(birth)).extracting(PaymentUpdate::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(updatesOf(birth))
                .extracting(PaymentUpdate::orderStatus)
                .containsExactly("pending", "payment_failed", "pending", "paid");
    }

    private static LocalDateTime second(int second) {
        return LocalDateTime.ofEpochSecond(StripeEventFixture.BIRTH + second, 0, ZoneOffset.UTC);
    }

    @Test
    void ORDER_INDEPENDENT_shuffledDuplicatedEventsEndInTheSameRows() {
        Random random = new Random(4711);
        List<StripeEventFixture> inOrder = new ArrayList<>();
        List<StripeEventFixture> shuffled = new ArrayList<>();
        List<StripeEventFixture> births = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            StripeEventFixture one = StripeEventFixture.birth(newOrder(), 1000 + n);
            StripeEventFixture other = StripeEventFixture.birth(newOrder(), 1000 + n);
            births.add(one);
            births.add(other);
            List<StripeEventFixture> story = story(one, n);
            inOrder.addAll(story);
            for (StripeEventFixture event : story) {
                StripeEventFixture same = new StripeEventFixture(
                        event.id() + "_again",
                        event.type(),
                        event.created(),
                        other.intentId(),
                        event.status(),
                        event.amount(),
                        event.currency(),
                        event.errorCode(),
                        other.metadata());
                shuffled.add(same);
                if (random.nextBoolean()) {
                    shuffled.add(same);
                }
            }
        }
        births.forEach(birth -> order(birth.orderId(), birth.amount() / 100 + ".10"));
        Collections.shuffle(shuffled, random);
        publish(inOrder);
        publish(shuffled);
        awaitProcessed(inOrder);
        awaitProcessed(shuffled);

        for (int n = 0; n < births.size(); n += 2) {
            assertThat(comparable(births.get(n + 1))).isEqualTo(comparable(births.get(n)));
        }
    }

    private static List<StripeEventFixture> story(StripeEventFixture birth, int n) {
        return switch (n % 4) {
            case 0 ->
                List.of(
                        birth,
                        birth.declined(1, "card_declined"),
                        birth.succeeded(4),
                        birth.then(3, "processing", "processing"));
            case 1 ->
                List.of(
                        birth,
                        birth.then(2, "requires_action", "requires_action"),
                        birth.then(5, "canceled", "canceled"));
            case 2 -> List.of(birth, birth.declined(1, "card_declined"), birth.declined(2, "expired_card"));
            default ->
                List.of(
                        birth,
                        birth.then(4, "processing", "processing"),
                        birth.then(6, "amount_capturable_updated", "requires_capture"));
        };
    }

    /** Without ids, versions and our own clock. */
    private List<Object> comparable(StripeEventFixture birth) {
        Map<String, Object> payment = payment(birth);
        Map<String, Object> order = orderOf(birth);
        return IntStream.range(0, 9)
                .mapToObj(i -> String.valueOf(
                        switch (i) {
                            case 0 -> payment.get("status");
                            case 1 -> payment.get("amount_received");
                            case 2 -> payment.get("last_error_code");
                            case 3 -> payment.get("last_observed_at");
                            case 4 -> payment.get("refresh_needed");
                            case 5 -> payment.get("open_order_id") == null;
                            case 6 -> order.get("status");
                            case 7 -> order.get("paid_at");
                            default -> order.get("review_reason");
                        }))
                .map(Object.class::cast)
                .toList();
    }

    @Test
    void otherEventsAreKeptAsIgnoredOrForeign() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        StripeEventFixture foreign = birth.withMetadata(Map.of("order_id", "theirs"));
        StripeEventFixture ignored = birth.then(1, "requires_confirmation_soon", "requires_confirmation");
        publish(List.of(foreign, ignored));
        awaitProcessed(List.of(foreign, ignored));
        assertThat(outcome(foreign)).isEqualTo("foreign");
        assertThat(outcome(ignored)).isEqualTo("ignored");
        assertThat(rows("SELECT * FROM payments WHERE stripe_intent_id = ?", birth.intentId()))
                .isEmpty();
    }

    @Test
    void eventsOfOtherLivemodeAndOfConnectedAccountsHaveNoEffect() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        StripeEventFixture connected = birth.succeeded(2);
        order(birth.orderId(), "49.99");
        publishRecords(List.of(
                with(birth, "\"livemode\": false", "\"livemode\": true"),
                with(connected, "\"livemode\": false", "\"livemode\": false, \"account\": \"acct_1\"")));
        awaitProcessed(List.of(birth, connected));
        assertThat(row("SELECT * FROM processed_events WHERE event_id = ?", birth.id()))
                .containsEntry("outcome", "ignored")
                .containsEntry("livemode", true);
        assertThat(row("SELECT * FROM processed_events WHERE event_id = ?", connected.id()))
                .containsEntry("outcome", "foreign")
                .containsEntry("account", "acct_1");
        assertThat(orderOf(birth)).containsEntry("status", "pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2014-06-13\"", "\"2099-01-01.zirconium\"", "null", "{\"year\": 2031}"})
    void eventsOfAnyApiVersionCount(String apiVersion) {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        publishRecords(List.of(with(
                birth.succeeded(2),
                "\"api_version\": \"2019-02-11\"",
                "\"api_version\": %s, \"context\": [{\"never\": [\"seen\"]}]".formatted(apiVersion))));
        awaiting().untilAsserted(() -> assertThat(orderOf(birth)).containsEntry("status", "paid"));
    }

    private static ProducerRecord<String, byte[]> with(StripeEventFixture event, String part, String instead) {
        return new ProducerRecord<>(
                Topic.STRIPE_EVENTS.topicName(),
                event.intentId(),
                event.text().replace(part, instead).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void NOTHING_DROPPED_malformedRecordsAreDeadLettersAndTheRestGoesOn() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        byte[] nonsense = "{\"id\": 7, nonsense".getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> malformed =
                new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), birth.intentId(), nonsense);
        malformed.headers().add("source", "webhook".getBytes(StandardCharsets.UTF_8));
        ProducerRecord<String, byte[]> empty =
                new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), birth.intentId(), null);
        publishRecords(
                List.of(birth.record(), malformed, empty, birth.succeeded(3).record()));

        awaiting().untilAsserted(() -> assertThat(orderOf(birth)).containsEntry("status", "paid"));
        awaiting().untilAsserted(() -> assertThat(deadLetters(birth.intentId())).hasSize(2));
        ConsumerRecord<String, byte[]> letter = deadLetters(birth.intentId()).getFirst();
        assertThat(letter.value()).isEqualTo(nonsense);
        assertThat(header(letter, HeaderNames.SOURCE)).isEqualTo("webhook");
        assertThat(header(letter, HeaderNames.DLT_REASON)).isEqualTo("malformed");
        assertThat(header(letter, HeaderNames.DLT_STAGE)).isEqualTo("before");
        assertThat(header(letter, HeaderNames.DLT_SOURCE_TOPIC)).isEqualTo("stripe.events");
        assertThat(header(letter, HeaderNames.DLT_SOURCE_OFFSET)).matches("\\d+");
        assertThat(header(letter, HeaderNames.DLT_ATTEMPTS)).isEqualTo("1");
        assertThat(header(letter, HeaderNames.DLT_EXCEPTION_CLASS)).endsWith("MalformedEventException");
        assertThat(header(letter, HeaderNames.DLT_FIRST_FAILED_AT)).isNotNull();
    }

    @Test
    void NOTHING_DROPPED_poisonousRecordIsADeadLetterAndTheRestGoesOn() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        StripeEventFixture poison = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        order(poison.orderId(), "49.99");
        // Nobody but the storefront knows what this means.
        execute("UPDATE orders SET status = 'on fire' WHERE id = ?", poison.orderId());
        publish(List.of(birth, poison, birth.succeeded(3)));

        awaiting().untilAsserted(() -> assertThat(orderOf(birth)).containsEntry("status", "paid"));
        awaiting()
                .untilAsserted(() -> assertThat(deadLetters(poison.intentId())).hasSize(1));
        ConsumerRecord<String, byte[]> letter = deadLetters(poison.intentId()).getFirst();
        assertThat(letter.value()).isEqualTo(poison.json());
        assertThat(header(letter, HeaderNames.DLT_REASON)).isEqualTo("failed");
        assertThat(header(letter, HeaderNames.DLT_STAGE)).isEqualTo("during");
        assertThat(header(letter, HeaderNames.DLT_ATTEMPTS)).isEqualTo("3");
        assertThat(outcome(poison)).as("so that it can be replayed").isEqualTo("none");
    }

    @Test
    void twoStatesOfOneSecondHaveStripeAsked() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        StripeEventFixture action = birth.then(3, "requires_action", "requires_action");
        StripeEventFixture processing = birth.then(3, "processing", "processing");
        publish(List.of(birth, action, processing));
        awaitProcessed(List.of(processing));
        assertThat(payment(birth)).containsEntry("refresh_needed", true).containsEntry("status", "processing");
        awaiting()
                .untilAsserted(() -> assertThat(read(
                                Topic.PAYMENT_REQUESTS,
                                record -> birth.orderId().equals(record.key())))
                        .extracting(record -> EventJson.read(record.value(), PaymentRequest.class))
                        .isNotEmpty()
                        .allSatisfy(request -> assertThat(request)
                                .isInstanceOfSatisfying(
                                        PaymentRequest.Refresh.class,
                                        refresh ->
                                                assertThat(refresh.paymentId()).isEqualTo(birth.paymentId()))));
    }
}
