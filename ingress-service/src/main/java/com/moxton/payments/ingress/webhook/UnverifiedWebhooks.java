package com.moxton.payments.ingress.webhook;

import com.moxton.payments.ingress.limit.Limit;
import com.moxton.payments.ingress.limit.LimitSettings;
import com.moxton.payments.ingress.limit.RateLimiter;
import com.moxton.payments.ingress.limit.Refusals;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Counts, for each address, webhooks whose signature did not hold. A verified one costs nothing here and is never refused,
 * however many its address has on its account: Stripe sends bursts from few addresses, and behind a proxy or a NAT it may
 * have the very address of an attacker.
 *
 * <p>So an address past its limit is not locked out; it is served as cheaply as can be. What its headers alone give away
 * is answered 429 with the body unread: no signature, a malformed one, a time that is off. What might be Stripe's, by all
 * one can see, is verified, and answered 200 when it is; else 429, with no line in the log. An attacker with an eye for
 * this can still make us read a body and compute an HMAC. That is some ten microseconds, and bounded by
 * {@code payments.overload}; to refuse it unread would let anybody who shares Stripe's address stop our webhooks.
 *
 * <p>The address is that of the connection, unless {@code server.forward-headers-strategy=native} has
 * {@code X-Forwarded-For} believed; then it counts only from proxies that {@code server.tomcat.remoteip.internal-proxies}
 * names.
 */
@Component
class UnverifiedWebhooks {

    /** Refused before a signature has proved anything. */
    private static final Set<ProblemCode> UNVERIFIED = EnumSet.of(
            ProblemCode.SIGNATURE_MISSING,
            ProblemCode.SIGNATURE_MALFORMED,
            ProblemCode.SIGNATURE_MISMATCH,
            ProblemCode.TIMESTAMP_OUT_OF_TOLERANCE,
            ProblemCode.BODY_TOO_LARGE,
            ProblemCode.REQUEST_TIMEOUT,
            ProblemCode.INVALID_REQUEST);

    private final RateLimiter failures;
    private final Refusals refusals;

    UnverifiedWebhooks(LimitSettings limits, Refusals refusals) {
        this.failures = new RateLimiter(limits.unverifiedWebhooksPerMinute(), limits.remembered());
        this.refusals = refusals;
    }

    /** Whether so many failed from there that the next one should cost us less. */
    boolean exhausted(HttpServletRequest request) {
        return failures.exhausted(ClientAddress.of(request.getRemoteAddr()));
    }

    /** Counts a refusal. The answer is the refusal itself, or 429 when there have been too many. */
    ProblemException count(HttpServletRequest request, ProblemException refusal) {
        if (!UNVERIFIED.contains(refusal.problem().code())) {
            return refusal;
        }
        return failures.take(ClientAddress.of(request.getRemoteAddr()))
                .map(wait -> refusals.tooMany(Limit.UNVERIFIED_WEBHOOKS, wait))
                .orElse(refusal);
    }
}
