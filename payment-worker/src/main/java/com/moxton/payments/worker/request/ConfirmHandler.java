package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest.Confirm;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Confirms a PaymentIntent at Stripe, once for each request.
 *
 * <p>An intent that has succeeded, is processing or waits for its capture is answered with its status and no call: what
 * was asked for is the case, and a double click is no error. Only a canceled one is a conflict. Nothing is confirmed for
 * an order that is paid, canceled, in review, or that costs something else by now.
 */
@Component
class ConfirmHandler {
    private final RequestTransactions transactions;
    private final RequestJournal journal;
    private final OrderRepository orders;
    private final PaymentRepository payments;
    private final PaymentLedger ledger;
    private final ConfirmAtStripe stripe;
    private final Freshness freshness;
    private final WrongAccounts wrongAccounts;

    ConfirmHandler(
            RequestTransactions transactions,
            RequestJournal journal,
            OrderRepository orders,
            PaymentRepository payments,
            PaymentLedger ledger,
            ConfirmAtStripe stripe,
            Freshness freshness,
            WrongAccounts wrongAccounts) {
        this.transactions = transactions;
        this.journal = journal;
        this.orders = orders;
        this.payments = payments;
        this.ledger = ledger;
        this.stripe = stripe;
        this.freshness = freshness;
        this.wrongAccounts = wrongAccounts;
    }

    Handled handle(Confirm request) {
        if (!Ids.mayBeIntent(request.intentId())) {
            return new Handled(Replies.refused(request, Refusals.paymentNotFound(), null), null);
        }
        return switch (NotBegunException.ifNotBegun(() -> transactions.execute(() -> prepare(request)))) {
            case Step.Answer(Outcome outcome, String replayedFrom) -> again(request, outcome, replayedFrom);
            case Step.Nothing() -> Handled.BEFORE;
            case Step.Ask(StoredRequest entry, Payment payment) -> ask(request, entry, payment);
        };
    }

    /** First transaction: what is to be done. */
    private Step prepare(Confirm request) {
        return switch (journal.claim(NewRequest.of(request))) {
            case Claim.KeyReused() -> new Step.Answer(Refusals.idempotencyKeyReused(), null);
            case Claim.Answered(Outcome outcome, String replayedFrom) -> new Step.Answer(outcome, replayedFrom);
            case Claim.Replied() -> new Step.Nothing();
            case Claim.Open(StoredRequest entry) -> prepare(request, entry);
        };
    }

    private Step prepare(Confirm request, StoredRequest entry) {
        Optional<Payment> payment =
                payments.findByIntentId(request.intentId()).flatMap(found -> ofUser(found, request.userId()));
        if (payment.isEmpty()) {
            return decided(entry, Refusals.paymentNotFound());
        }
        journal.attach(entry, payment.get());
        return withoutCall(payment.get())
                .map(outcome -> decided(entry, outcome))
                .orElseGet(() -> new Step.Ask(entry, payment.get()));
    }

    /** The payment as it is while its order is locked; empty when the order is somebody else's. */
    private Optional<Payment> ofUser(Payment found, String userId) {
        return orders.lock(found.orderId())
                .filter(order -> order.isOf(userId))
                .flatMap(order -> payments.find(found.id()));
    }

    /** The outcome where the rows decide; empty when Stripe is to be called. */
    private Optional<Outcome> withoutCall(Payment payment) {
        PaymentStatus status = payment.status();
        return switch (status) {
            case SUCCEEDED, PROCESSING, REQUIRES_CAPTURE ->
                Optional.of(new Outcome.Confirmed(
                        String.valueOf(payment.intentId()), status.wireName(), payment.lastError()));
            case CANCELED, FAILED -> Optional.of(Refusals.canceled());
            case REQUESTED, REQUIRES_PAYMENT_METHOD, REQUIRES_CONFIRMATION, REQUIRES_ACTION -> unpayable(payment);
        };
    }

    private Optional<Outcome> unpayable(Payment payment) {
        Order order = orders.find(payment.orderId()).orElseThrow();
        Optional<Outcome.Refused> refused = Refusals.notPayable(order)
                .or(() -> order.costs(payment.amount()) ? Optional.empty() : Optional.of(Refusals.costChanged()))
                .or(() -> wrongAccounts.refuse(order, List.of(payment)));
        return refused.map(outcome -> outcome);
    }

    private Step decided(StoredRequest entry, Outcome outcome) {
        journal.finish(entry, outcome);
        return new Step.Answer(outcome, null);
    }

    /** Stripe, and then the second transaction. */
    private Handled ask(Confirm request, StoredRequest entry, Payment payment) {
        String account = payment.stripeAccount();
        ConfirmAtStripe.Verdict verdict = stripe.confirm(request, account);
        Optional<Claim> overtaken = transactions.execute(() -> {
            StoredRequest now = journal.lockAgain(entry);
            if (verdict.present() != null) {
                ledger.observe(
                        List.of(Sightings.ofPresent(request.requestId(), account, "api.confirm", verdict.present())));
            }
            return journal.finish(now, verdict.outcome());
        });
        PaymentReply reply = overtaken.isPresent() ? second(request, overtaken.get()) : reply(request, verdict, null);
        return new Handled(reply, payment.id());
    }

    /** Somebody else was quicker: theirs is the answer, see {@link RequestJournal#finish}. */
    private @Nullable PaymentReply second(Confirm request, Claim overtaken) {
        return overtaken instanceof Claim.Answered answered
                ? again(request, answered.outcome(), answered.replayedFrom()).reply()
                : null;
    }

    private static PaymentReply reply(Confirm request, ConfirmAtStripe.Verdict verdict, @Nullable String replayedFrom) {
        return switch (verdict.outcome()) {
            case Outcome.Confirmed confirmed ->
                Replies.confirmed(
                        request,
                        confirmed,
                        replayedFrom,
                        verdict.present() == null ? null : verdict.present().nextAction());
            case Outcome.Refused refused -> Replies.refused(request, refused, null);
            case Outcome.Created created -> throw impossible();
        };
    }

    /** The answer was decided before, or without a call. */
    private Handled again(Confirm request, Outcome outcome, @Nullable String replayedFrom) {
        return switch (outcome) {
            case Outcome.Refused refused -> new Handled(Replies.refused(request, refused, replayedFrom), null);
            case Outcome.Confirmed confirmed -> confirmedAgain(request, confirmed, replayedFrom);
            case Outcome.Created created -> throw impossible();
        };
    }

    private Handled confirmedAgain(Confirm request, Outcome.Confirmed confirmed, @Nullable String replayedFrom) {
        if (!confirmed.status().equals(PaymentStatus.REQUIRES_ACTION.wireName())) {
            return new Handled(Replies.confirmed(request, confirmed, replayedFrom, null), null);
        }
        if (freshness.isStale(request)) {
            return new Handled(null, null);
        }
        // Where the customer has to go isn't kept, because it carries a secret.
        Optional<Payment> payment = transactions.execute(() -> payments.findByIntentId(request.intentId()));
        String account = payment.map(Payment::stripeAccount).orElse(null);
        return new Handled(reply(request, stripe.show(account, request.intentId()), replayedFrom), null);
    }

    private static IllegalStateException impossible() {
        return new IllegalStateException("A confirm can't end as a create-intent");
    }

    private sealed interface Step {
        record Ask(StoredRequest entry, Payment payment) implements Step {}

        record Answer(Outcome outcome, @Nullable String replayedFrom) implements Step {}

        record Nothing() implements Step {}
    }
}
