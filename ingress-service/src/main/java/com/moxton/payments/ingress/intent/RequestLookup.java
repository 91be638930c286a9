package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers for a request by its id alone, on whatever instance the question arrives. */
final class RequestLookup {
    /** Instances' clocks differ a little. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final ReplyBook replies;
    private final Clock clock;
    private final Duration kept;

    RequestLookup(ReplyBook replies, Clock clock, Duration kept) {
        this.replies = replies;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * @return empty while the request is pending
     * @throws ProblemException 404 for an id that isn't this user's, or is older than replies are kept
     */
    Optional<PaymentReply> find(String requestId, String userId, Duration wait) {
        RequestId id = RequestId.parse(requestId)
                .filter(parsed -> parsed.belongsTo(userId))
                .orElseThrow(RequestLookup::notFound);
        Optional<PaymentReply> reply = replies.find(id);
        // A reply may come long after its request, and is then kept as long as any.
        if (reply.isEmpty()) {
            Instant now = clock.instant();
            if (id.issuedAt().isBefore(now.minus(kept)) || id.issuedAt().isAfter(now.plus(CLOCK_SKEW))) {
                throw notFound();
            }
            try (ReplyBook.Expected expected = replies.expect(id)) {
                reply = expected.await(wait);
            }
        }
        if (reply.isPresent() && !reply.get().userId().equals(userId)) {
            throw notFound();
        }
        return reply;
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.REQUEST_NOT_FOUND, "There is no such request, or it is too old.");
    }
}
