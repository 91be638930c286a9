package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.order.ReviewReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Money that isn't as ordered: reason on the order, one count, one line, however often the events come. */
@ExtendWith(OutputCaptureExtension.class)
class OrderReviewIT extends EventIT {

    @Autowired
    private MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({"49.98, usd, amount_differs", "49.99, eur, currency_differs"})
    void otherMoneyThanOrdered(String total, String currency, String reason, CapturedOutput output) {
        double before = count(reason);
        StripeEventFixture birth = in(currency, StripeEventFixture.birth(newOrder(), 4999));
        order(birth.orderId(), total);
        StripeEventFixture paid = birth.succeeded(4);
        reportedAgainAndAgain(birth, paid);

        assertThat(orderOf(birth)).containsEntry("status", "review").containsEntry("review_reason", reason);
        assertThat(count(reason) - before).isOne();
        assertThat(lines(output, birth)).singleElement().asString().contains("WARN", reason, paid.id());
    }

    @Test
    void twoPaymentsOfOneOrder(CapturedOutput output) {
        double before = count("paid_twice");
        StripeEventFixture one = StripeEventFixture.birth(newOrder(), 4999);
        StripeEventFixture two = StripeEventFixture.birth(one.orderId(), 4999);
        order(one.orderId(), "49.99");
        reportedAgainAndAgain(one, one.succeeded(4));
        assertThat(orderOf(one)).containsEntry("status", "paid");
        StripeEventFixture tooMuch = two.succeeded(6);
        reportedAgainAndAgain(two, tooMuch);

        assertThat(orderOf(one)).containsEntry("status", "review").containsEntry("review_reason", "paid_twice");
        assertThat(count("paid_twice") - before).isOne();
        assertThat(lines(output, one)).singleElement().asString().contains("WARN", "paid_twice", tooMuch.id());
    }

    @Test
    void everyReasonHasItsSeries() {
        for (ReviewReason reason : ReviewReason.values()) {
            assertThat(count(reason.wireName())).isNotNegative();
        }
    }

    /** The birth, the money, both once more, and another event id for the same money. */
    private void reportedAgainAndAgain(StripeEventFixture birth, StripeEventFixture paid) {
        StripeEventFixture otherId = in(paid.currency(), birth.succeeded(4));
        publish(List.of(birth, paid));
        awaitProcessed(List.of(birth, paid));
        publish(List.of(birth, paid, otherId));
        awaitProcessed(List.of(otherId));
    }

    private static StripeEventFixture in(String currency, StripeEventFixture event) {
        return new StripeEventFixture(
                event.id(),
                event.type(),
                event.created(),
                event.intentId(),
                event.status(),
                event.amount(),
                currency,
                event.errorCode(),
                event.metadata());
    }

    private static List<String> lines(CapturedOutput output, StripeEventFixture event) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("order needs a person") && line.contains(event.orderId()))
                .toList();
    }

    private double count(String reason) {
        return meters.get("payments.orders.review")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
