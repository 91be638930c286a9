package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReplyBookTest {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String USER = "user-1";
    private static final Executor VIRTUAL = task -> Thread.startVirtualThread(task);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Clock moving = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final ReplyBook book = new ReplyBook(Tracing.off(), moving, KEPT, 10_000_000);
    private final RequestLookup lookup = new RequestLookup(book, moving, KEPT);
    private final RequestId id = RequestId.issue(USER, moving);

    @Test
    void answersWhoAsksAfterTheReplyCame() {
        book.accept(reply(id, USER));

        try (ReplyBook.Expected expected = book.expect(id)) {
            assertThat(expected.await(Duration.ZERO)).isPresent();
        }
        assertThat(book.find(id)).isPresent();
    }

    @Test
    void wakesAllWhoWait() {
        var first = waiting();
        var second = waiting();
        await().until(() -> book.waiting() == 1);

        book.accept(reply(id, USER));

        assertThat(first.join()).isPresent();
        assertThat(second.join()).isPresent();
        await().until(() -> book.waiting() == 0);
    }

    @Test
    void keepsWaitingForTheOthersWhenOneGivesUp() {
        var patient = waiting();
        await().until(() -> book.waiting() == 1);
        try (ReplyBook.Expected hurried = book.expect(id)) {
            assertThat(hurried.await(Duration.ofMillis(1))).isEmpty();
        }

        book.accept(reply(id, USER));

        assertThat(patient.join()).isPresent();
    }

    @Test
    void forgetsWhoGaveUp() {
        try (ReplyBook.Expected expected = book.expect(id)) {
            assertThat(expected.await(Duration.ofMillis(1))).isEmpty();
        }
        assertThat(book.waiting()).isZero();
    }

    @Test
    void sendsWaitersAwayOnShutdown() {
        var waiter = waiting();
        await().until(() -> book.waiting() == 1);

        book.release();

        assertThat(waiter.join()).isEmpty();
        assertThat(waiting().join()).isEmpty();
    }

    @Test
    void ignoresRepliesThatAreTooOldAndTombstones() {
        book.accept(record(id.toString(), EventJson.write(refused(id, USER)), now.minus(KEPT)));
        book.accept(record(id.toString(), null, now));

        assertThat(book.find(id)).isEmpty();
    }

    @Test
    void refusesRecordsThatAreNoReplies() {
        assertThatThrownBy(() -> book.accept(record("x", new byte[] {'{'}, now)))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void givesAReplyToItsOwnUserAlone() {
        book.accept(reply(id, USER));

        assertThat(lookup.find(id.toString(), USER, Duration.ZERO)).isPresent();
        assertNotFound(id.toString(), "user-2");
    }

    @Test
    void doesNotTrustTheIdAlone() {
        // A reply that names another user than the id does: whoever made it, nobody gets it.
        book.accept(reply(id, "user-2"));

        assertNotFound(id.toString(), USER);
        assertNotFound(id.toString(), "user-2");
    }

    @Test
    void saysPendingAsLongAsAReplyMayCome() {
        assertThat(lookup.find(id.toString(), USER, Duration.ZERO)).isEmpty();

        now = now.plus(KEPT);
        assertThat(lookup.find(id.toString(), USER, Duration.ZERO)).isEmpty();

        now = now.plusMillis(1);
        assertNotFound(id.toString(), USER);
    }

    @Test
    void answersALateReplyForAnOldRequest() {
        now = now.plus(KEPT.multipliedBy(2));
        book.accept(reply(id, USER));

        assertThat(lookup.find(id.toString(), USER, Duration.ZERO)).isPresent();
    }

    @Test
    void doesNotKnowRequestsFromTheFuture() {
        RequestId future = RequestId.issue(USER, Clock.fixed(now.plusSeconds(61), ZoneOffset.UTC));

        assertNotFound(future.toString(), USER);
        assertNotFound("nonsense", USER);
    }

    private CompletableFuture<Optional<PaymentReply>> waiting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (ReplyBook.Expected expected = book.expect(id)) {
                        return expected.await(LONG);
                    }
                },
                VIRTUAL);
    }

    private void assertNotFound(String requestId, String user) {
        assertThatThrownBy(() -> lookup.find(requestId, user, Duration.ZERO))
                .hasMessage(ProblemCode.REQUEST_NOT_FOUND.code());
    }

    private ConsumerRecord<String, byte[]> reply(RequestId id, String user) {
        return record(id.toString(), EventJson.write(refused(id, user)), now);
    }

    private static PaymentReply refused(RequestId id, String user) {
        return new PaymentReply.Refused(id.toString(), user, null, Refusal.ORDER_NOT_FOUND, "No.", null, null);
    }

    private static ConsumerRecord<String, byte[]> record(String key, byte[] value, Instant at) {
        return new ConsumerRecord<>(
                "payment.replies",
                0,
                0,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
