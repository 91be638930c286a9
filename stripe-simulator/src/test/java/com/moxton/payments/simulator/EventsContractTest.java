package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.key;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/events} as a backfill reads it. */
class EventsContractTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private StripeSimulator simulator;
    private StripeClient stripe;

    @BeforeEach
    void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults().withClock(now::get));
        stripe = SimulatedStripe.client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void tellsTheLifeOfAPaymentNewestFirst() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-1").build(), key("key-of-create"));
        stripe.v1()
                .paymentIntents()
                .confirm(intent.getId(), confirmWith("pm_card_authenticationRequired"), key("key-of-confirm"));
        simulator.authenticate(intent.getId(), true);

        List<Event> events = stripe.v1().events().list().getData();

        assertThat(events)
                .extracting(Event::getType)
                .containsExactly(
                        "payment_intent.succeeded",
                        "charge.succeeded",
                        "payment_intent.requires_action",
                        "payment_intent.created");
        assertThat(events)
                .extracting(event -> event.getRequest().getIdempotencyKey())
                .containsExactly(null, null, "key-of-confirm", "key-of-create");
        assertThat(events)
                .filteredOn(event -> event.getData().getObject() instanceof PaymentIntent)
                .extracting(event -> ((PaymentIntent) event.getData().getObject()).getStatus())
                .containsExactly("succeeded", "requires_action", "requires_payment_method");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getCreated()).isEqualTo(START.getEpochSecond());
            assertThat(event.getLivemode()).isFalse();
            assertThat(event.getApiVersion()).isEqualTo(SimulatorSettings.API_VERSION);
        });
    }

    @Test
    void pagesBothWays() throws StripeException {
        for (int i = 0; i < 5; i++) {
            stripe.v1().paymentIntents().create(order("o-" + i).build());
        }
        List<String> all =
                stripe.v1().events().list().getData().stream().map(Event::getId).toList();

        var older = list(EventListParams.builder().setLimit(2L).setStartingAfter(all.get(1)));
        assertThat(ids(older)).isEqualTo(all.subList(2, 4));
        assertThat(older.getHasMore()).isTrue();

        var newer = list(EventListParams.builder().setLimit(2L).setEndingBefore(all.get(3)));
        assertThat(ids(newer)).isEqualTo(all.subList(1, 3));
        assertThat(newer.getHasMore()).isTrue();

        List<String> walked = new ArrayList<>();
        list(EventListParams.builder().setLimit(2L)).autoPagingIterable().forEach(event -> walked.add(event.getId()));
        assertThat(walked).isEqualTo(all);
        assertThat(list(EventListParams.builder().setLimit(5L)).getHasMore()).isFalse();
    }

    @Test
    void filtersByTimeAndType() throws StripeException {
        stripe.v1().paymentIntents().create(order("early").build());
        now.set(START.plusSeconds(60));
        PaymentIntent late = stripe.v1().paymentIntents().create(order("late").build());
        stripe.v1().paymentIntents().confirm(late.getId(), confirmWith("pm_card_visa"));

        assertThat(list(EventListParams.builder()
                                .setCreated(EventListParams.Created.builder()
                                        .setGte(START.getEpochSecond() + 60)
                                        .build()))
                        .getData())
                .hasSize(3);
        assertThat(list(EventListParams.builder()
                                .setCreated(EventListParams.Created.builder()
                                        .setLt(START.getEpochSecond() + 60)
                                        .build()))
                        .getData())
                .hasSize(1);
        assertThat(list(EventListParams.builder().setType("payment_intent.*")).getData())
                .hasSize(3);
        assertThat(list(EventListParams.builder()
                                .addType("payment_intent.succeeded")
                                .addType("charge.succeeded"))
                        .getData())
                .hasSize(2);
    }

    @Test
    void forgetsAfter30Days() throws StripeException {
        stripe.v1().paymentIntents().create(order("old").build());
        now.set(START.plus(Duration.ofDays(30)).plusSeconds(1));

        assertThat(stripe.v1().events().list().getData()).isEmpty();
    }

    @Test
    void refusesACursorItDoesNotKnow() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> list(EventListParams.builder().setStartingAfter("evt_unknown")))
                .satisfies(refused ->
                        assertThat(refused.getStripeError().getParam()).isEqualTo("starting_after"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> list(EventListParams.builder().setLimit(101L)))
                .satisfies(refused ->
                        assertThat(refused.getStripeError().getParam()).isEqualTo("limit"));
    }

    private StripeCollection<Event> list(EventListParams.Builder params) throws StripeException {
        return stripe.v1().events().list(params.build());
    }

    private static List<String> ids(StripeCollection<Event> page) {
        return page.getData().stream().map(Event::getId).toList();
    }
}
