package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.PaymentUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ONE_EFFECT_PER_EVENT, and one effect of what several events report. */
class OneEffectIT extends EventIT {

    @Test
    void ONE_EFFECT_PER_EVENT_duplicatesHaveNone() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        List<StripeEventFixture> events = List.of(birth, birth.declined(3, "card_declined"), birth.succeeded(8));
        List<StripeEventFixture> often = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            often.addAll(events);
        }
        publish(often);
        StripeEventFixture last = birth.then(9, "processing", "processing");
        publish(List.of(last));
        awaitProcessed(List.of(last));

        assertThat(rows("SELECT * FROM payment_history WHERE payment_id = ?", birth.paymentId()))
                .hasSize(3);
        assertThat(updatesOf(birth)).hasSize(3);
        assertThat(events)
                .extracting(this::outcome)
                .as("as they were the first time")
                .containsExactly("adopted", "applied", "applied");
        assertThat(outcome(last)).as("NO_REGRESSION").isEqualTo("superseded");
        assertThat(orderOf(birth)).containsEntry("status", "paid");
    }

    @Test
    void twoEventIdsOfOneChangeAreOneChange() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        List<StripeEventFixture> events = List.of(
                birth,
                birth.declined(3, "card_declined"),
                birth.declined(3, "card_declined"),
                birth.then(5, "processing", "processing"),
                birth.then(6, "processing", "processing"),
                birth.succeeded(8),
                birth.succeeded(8),
                birth.succeeded(9));
        publish(events);
        awaitProcessed(events);

        List<Map<String, Object>> history =
                rows("SELECT * FROM payment_history WHERE payment_id = ? ORDER BY version", birth.paymentId());
        assertThat(history)
                .extracting(row -> row.get("to_status"))
                .containsExactly("requires_payment_method", "requires_payment_method", "processing", "succeeded");
        assertThat(history).extracting(row -> row.get("version")).containsExactly(1L, 2L, 3L, 4L);
        awaiting().untilAsserted(() -> assertThat(updatesOf(birth)).hasSizeGreaterThanOrEqualTo(4));
        assertThat(updatesOf(birth)).extracting(PaymentUpdate::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(payment(birth)).containsEntry("version", 4L).containsEntry("refresh_needed", false);
        assertThat(orderOf(birth))
                .containsEntry("status", "paid")
                .containsEntry("review_reason", null)
                .containsEntry("version", 3L);
    }
}
