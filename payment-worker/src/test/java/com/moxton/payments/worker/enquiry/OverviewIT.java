package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OverviewIT extends EventIT {

    @Autowired
    private Overviews overviews;

    @Test
    void showsWhatCameAndWhatBecameOfIt() {
        String order = newOrder();
        order(order, "49.99");
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        publish(List.of(birth, birth.succeeded(5)));
        awaitProcessed(List.of(birth));

        awaiting().untilAsserted(() -> {
            Overview overview = overviews.now();
            List<Overview.Minute> minutes =
                    Objects.requireNonNull(overview.minutes().value());
            assertThat(minutes).hasSize(60);
            assertThat(minutes.stream().mapToLong(Overview.Minute::received).sum())
                    .isGreaterThanOrEqualTo(2);
            assertThat(minutes.stream().mapToLong(Overview.Minute::applied).sum())
                    .isGreaterThanOrEqualTo(2);
            assertThat(minutes.getLast().start()).isAfter(Instant.now().minus(Duration.ofMinutes(2)));
            Overview.Outcomes outcomes =
                    Objects.requireNonNull(overview.outcomes().value());
            assertThat(outcomes.hour()).containsKey("adopted");
            assertThat(overview.breaker()).isIn("closed", "open", "half_open");
        });
    }

    @Test
    void showsHowFarEachGroupHasCome() {
        String order = newOrder();
        order(order, "49.99");
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        publish(List.of(birth));

        awaiting().untilAsserted(() -> {
            Overview.Lag lag = Objects.requireNonNull(overviews.now().lag().value());
            assertThat(lag.groups())
                    .extracting(Overview.GroupLag::group)
                    .containsExactly("payment-worker.events", "payment-worker.requests");
            assertThat(lag.groups().getFirst().partitions()).hasSize(6);
            assertThat(lag.groups().getFirst().partitions())
                    .extracting(Overview.PartitionLag::committed)
                    .anySatisfy(committed -> assertThat(committed).isPositive());
        });
    }

    @Test
    void hasAllPartsWhileAllServersAreThere() {
        Overview overview = overviews.now();

        assertThat(overview.deadLetters().isThere()).isTrue();
        assertThat(overview.parked().isThere()).isTrue();
        assertThat(overview.backfill().isThere()).isTrue();
        assertThat(overview.stripeCalls().isThere()).isTrue();
    }
}
