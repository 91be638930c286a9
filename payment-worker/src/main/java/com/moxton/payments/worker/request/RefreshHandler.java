package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest.Refresh;
import com.moxton.payments.worker.lane.MayHealException;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.payment.PaymentStatus;
import com.moxton.payments.worker.stripe.StripeAnswer;
import com.moxton.payments.worker.stripe.StripeCallException;
import com.moxton.payments.worker.stripe.StripeCardException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeGateway;
import com.moxton.payments.worker.stripe.StripeGateways;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks Stripe where a payment stands, and takes the answer as an observation. Waits for as long as Stripe is away, unless
 * it is a {@linkplain Refresh#STALE stale payment}, whose schedule will ask again, or an operator asks. Else an outage would fill the lanes with
 * hundreds of these, and the customers of the same orders would wait behind them instead of hearing that they have to.
 */
@Component
class RefreshHandler {
    private static final Logger log = LoggerFactory.getLogger(RefreshHandler.class);
    /** Stripe's clock moves on by itself: the second answer settles it, and one more is for a slow one. */
    private static final int LOOKS = 4;
    /** By a schedule, or by a person who sees what came of it. */
    private static final Set<String> ASKED_AGAIN = Set.of(Refresh.STALE, Refresh.OPERATOR);

    private final RequestTransactions transactions;
    private final PaymentRepository payments;
    private final PaymentLedger ledger;
    private final IntentOfPayment intents;
    private final StripeGateways stripe;

    RefreshHandler(
            RequestTransactions transactions,
            PaymentRepository payments,
            PaymentLedger ledger,
            IntentOfPayment intents,
            StripeGateways stripe) {
        this.transactions = transactions;
        this.payments = payments;
        this.ledger = ledger;
        this.intents = intents;
        this.stripe = stripe;
    }

    Handled handle(Refresh request) {
        Optional<Payment> payment = transactions.execute(() -> payments.find(request.paymentId()));
        if (payment.isEmpty()) {
            log.atWarn().addKeyValue("paymentId", request.paymentId()).log("No such payment to refresh");
            return new Handled(null, null);
        }
        if (isKnown(request, payment.get())) {
            return new Handled(null, request.paymentId());
        }
        try {
            refresh(request, payment.get());
        } catch (StripeUnavailableException | StripeCredentialsException e) {
            if (!ASKED_AGAIN.contains(request.reason()) && !isRefusedForOneAccount(payment.get(), e)) {
                throw new MayHealException("A payment can't be refreshed now", e);
            }
            log.atInfo()
                    .addKeyValue("paymentId", request.paymentId())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("A payment can't be refreshed now, and may be asked for again");
        } catch (StripeInvalidRequestException | StripeCardException e) {
            log.atError()
                    .addKeyValue("paymentId", request.paymentId())
                    .addKeyValue("intentId", payment.get().intentId())
                    .addKeyValue("stripeRequestId", e.stripeRequestId())
                    .log("Stripe doesn't show the intent of a payment");
        }
        return new Handled(null, request.paymentId());
    }

    /**
     * An account that has been disconnected, or whose key is gone, may never come back. The lane must not wait for it: the
     * schedule for stale payments asks again.
     */
    private static boolean isRefusedForOneAccount(Payment payment, StripeCallException failure) {
        return payment.stripeAccount() != null && failure instanceof StripeCredentialsException;
    }

    /**
     * Nothing can come of asking: the payment has ended, or what is known of it is this request's own answer or younger
     * than the request. So reading the topic again costs no calls.
     */
    private static boolean isKnown(Refresh request, Payment payment) {
        Payment.Observed observed = payment.observation();
        if (payment.status().isFinal() || observed == null || observed.inDoubt()) {
            return payment.status().isFinal();
        }
        return observed.by().equals(Sightings.id(request.requestId()))
                || observed.at().isAfter(request.requestedAt());
    }

    private void refresh(Refresh request, Payment payment) {
        String requestId = request.requestId();
        if (payment.intentId() != null) {
            observe(Sightings.ofPresent(
                    requestId, payment.stripeAccount(), "api.refresh", settled(payment, payment.intentId())));
        } else if (payment.status() == PaymentStatus.REQUESTED) {
            Optional<IntentOfPayment.Found> found = intents.lookUp(payment, requestId);
            if (found.isPresent()) {
                observe(found.get().observation());
            } else if (intents.isKeyTooOld(payment.createdAt())) {
                transactions.execute(() -> ledger.refuse(payment, requestId, IntentOfPayment.NEVER_CREATED));
            }
        }
    }

    private void observe(Observation observation) {
        transactions.execute(() -> ledger.observe(List.of(observation)));
    }

    /** An answer of the very second that is in doubt would be one more of the contradicting observations. */
    private StripeAnswer settled(Payment payment, String intentId) {
        StripeGateway account = stripe.of(payment.stripeAccount());
        StripeAnswer answer = account.retrieve(intentId);
        for (int look = 1; look < LOOKS && isOfSecondInDoubt(payment, answer); look++) {
            pause();
            answer = account.retrieve(intentId);
        }
        return answer;
    }

    private static boolean isOfSecondInDoubt(Payment payment, StripeAnswer answer) {
        Payment.Observed observed = payment.observation();
        return observed != null && observed.inDoubt() && !answer.date().isAfter(observed.at());
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
