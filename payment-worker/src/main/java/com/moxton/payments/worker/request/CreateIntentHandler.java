package com.moxton.payments.worker.request;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest.CreateIntent;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.stripe.StripeCardException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeGateway;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives an order its PaymentIntent: the open one if there is one, else a new one.
 *
 * <p>ONE_INTENT_PER_ORDER: the order's row is locked while a payment is looked for and written, so that of many requests
 * at once one writes the row and the others find it; a unique constraint holds even if the lock should not. Whoever has
 * the row asks Stripe under the row's key.
 */
@Component
class CreateIntentHandler {
    /** Each round ends with an answer, or with rows in which the next one finds it. Three are the most we know of. */
    private static final int ROUNDS = 5;

    private final RetryingTransactions transactions;
    private final RequestJournal journal;
    private final OrderRepository orders;
    private final PaymentRepository payments;
    private final PaymentLedger ledger;
    private final IntentOfPayment intents;
    private final StripeGateway stripe;
    private final Freshness freshness;
    private final Clock clock;

    CreateIntentHandler(
            RetryingTransactions transactions,
            RequestJournal journal,
            OrderRepository orders,
            PaymentRepository payments,
            PaymentLedger ledger,
            IntentOfPayment intents,
            StripeGateway stripe,
            Freshness freshness,
            Clock clock) {
        this.transactions = transactions;
        this.journal = journal;
        this.orders = orders;
        this.payments = payments;
        this.ledger = ledger;
        this.intents = intents;
        this.stripe = stripe;
        this.freshness = freshness;
        this.clock = clock;
    }

    Handled handle(CreateIntent request) {
        if (!Ids.mayBeOrder(request.orderId())) {
            return new Handled(Replies.refused(request, Refusals.orderNotFound(), null), null);
        }
        for (int round = 0; round < ROUNDS; round++) {
            Step step = transactions.execute(() -> prepare(request));
            Optional<Handled> handled = switch (step) {
                case Step.Answer answer -> Optional.of(again(request, answer));
                case Step.Nothing() -> Optional.of(Handled.BEFORE);
                case Step.Ask ask -> ask(request, ask);
            };
            if (handled.isPresent()) {
                return handled.get();
            }
        }
        throw new IllegalStateException("No end of create-intent after " + ROUNDS + " rounds");
    }

    /** First transaction: what is to be done. */
    private Step prepare(CreateIntent request) {
        return switch (journal.claim(NewRequest.of(request))) {
            case Claim.KeyReused() -> new Step.Answer(Refusals.idempotencyKeyReused(), null);
            case Claim.Answered(Outcome outcome, String replayedFrom) -> new Step.Answer(outcome, replayedFrom);
            case Claim.Replied() -> new Step.Nothing();
            case Claim.Open(StoredRequest entry) -> prepare(request, entry);
        };
    }

    private Step prepare(CreateIntent request, StoredRequest entry) {
        Optional<Order> order = orders.lock(request.orderId()).filter(found -> found.isOf(request.userId()));
        Optional<Outcome.Refused> refused =
                order.map(found -> check(found, request)).orElseGet(() -> Optional.of(Refusals.orderNotFound()));
        if (refused.isPresent()) {
            return refuse(entry, refused.get());
        }
        Money cost = new Money(request.amount(), request.currency());
        List<Payment> all = payments.lockByOrders(List.of(request.orderId()));
        Optional<Payment> open = all.stream()
                .filter(candidate -> candidate.openOrderId() != null)
                .findFirst();
        if (isTooOldToCreate(request, open)) {
            return refuse(entry, Refusals.tooOld());
        }
        Payment payment = open.orElseGet(() -> open(request, order.get(), all, cost));
        if (!payment.amount().equals(cost)) {
            return refuse(entry, Refusals.costChanged());
        }
        journal.attach(entry, payment.id(), payment.intentId());
        return new Step.Ask(entry, payment);
    }

    /**
     * Nobody waits for yesterday's request any more, and it may have been carried out under a key that Stripe has
     * forgotten. It looks up what there is, and makes nothing new.
     */
    private boolean isTooOldToCreate(CreateIntent request, Optional<Payment> open) {
        boolean isThereOrLookedUp = open.filter(
                        payment -> payment.intentId() != null || intents.isKeyTooOld(payment.createdAt()))
                .isPresent();
        return intents.isKeyTooOld(request.requestedAt()) && !isThereOrLookedUp;
    }

    private static Optional<Outcome.Refused> check(Order order, CreateIntent request) {
        try {
            if (!order.costs(new Money(request.amount(), request.currency()))) {
                return Optional.of(Refusals.amountMismatch());
            }
        } catch (IllegalArgumentException e) {
            // No such currency, or a fraction that it can't hold: no order costs that.
            return Optional.of(Refusals.amountMismatch());
        }
        return Refusals.notPayable(order);
    }

    private Payment open(CreateIntent request, Order order, List<Payment> others, Money cost) {
        String id = UUID.randomUUID().toString();
        Map<String, String> metadata = new HashMap<>(request.metadata());
        // Stripe takes an empty value for the wish to have none.
        metadata.values().removeIf(String::isEmpty);
        metadata.put(IntentSnapshot.ORDER_ID, request.orderId());
        metadata.put(IntentSnapshot.PAYMENT_ID, id);
        metadata.put(IntentSnapshot.REQUEST_ID, request.requestId());
        Payment requested = Payment.requested(
                id,
                request.orderId(),
                cost,
                metadata,
                request.requestId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        // Its update is published with all others that the request caused, see RequestRecordHandler.
        ledger.open(order, others, requested, request.requestId());
        return requested;
    }

    private Step refuse(StoredRequest entry, Outcome.Refused refused) {
        journal.finish(entry, refused);
        return new Step.Answer(refused, null);
    }

    /** Stripe, and then the second transaction. Empty when the rows have changed so that all has to be looked at anew. */
    private Optional<Handled> ask(CreateIntent request, Step.Ask ask) {
        Payment payment = ask.payment;
        Optional<IntentOfPayment.Found> found;
        try {
            found = intents.get(payment, request.requestId());
        } catch (StripeUnavailableException e) {
            return Optional.of(finish(request, ask, Refusals.stripeUnavailable()));
        } catch (StripeCredentialsException e) {
            return Optional.of(finish(request, ask, Refusals.internalError()));
        } catch (StripeCardException e) {
            return Optional.of(rejected(request, ask, e.error(), Refusals.cardDeclined(e.error())));
        } catch (StripeInvalidRequestException e) {
            return Optional.of(rejected(request, ask, e.error(), Refusals.stripeRejected(e)));
        }
        if (found.isEmpty()) {
            transactions.execute(() -> ledger.refuse(payment, request.requestId(), IntentOfPayment.NEVER_CREATED));
            return Optional.empty();
        }
        IntentOfPayment.Found intent = found.get();
        Optional<Entered> entered = transactions.execute(() -> enter(ask, intent));
        return entered.map(done -> new Handled(
                done.overtaken.isPresent()
                        ? second(request, done.overtaken.get())
                        : reply(request, done.outcome, null, intent.answer().clientSecret()),
                done.outcome.paymentId()));
    }

    /** Empty when the payment is no longer what the answer is for. */
    private Optional<Entered> enter(Step.Ask ask, IntentOfPayment.Found found) {
        StoredRequest entry = journal.lockAgain(ask.entry);
        ledger.observe(List.of(found.observation()));
        Payment now = payments.find(ask.payment.id()).orElseThrow();
        boolean asExpected = now.status().isOpen() && now.amount().equals(ask.payment.amount());
        if (now.intentId() == null || !asExpected) {
            return Optional.empty();
        }
        Outcome.Created outcome =
                new Outcome.Created(now.intentId(), now.id(), now.status().wireName());
        return Optional.of(new Entered(outcome, journal.finish(entry, outcome)));
    }

    /** An intent that Stripe refuses to create leaves a failed payment; a known one that it refuses to show stays. */
    private Handled rejected(CreateIntent request, Step.Ask ask, PaymentError error, Outcome.Refused refused) {
        Optional<Claim> overtaken = transactions.execute(() -> {
            StoredRequest entry = journal.lockAgain(ask.entry);
            if (ask.payment.intentId() == null) {
                ledger.refuse(ask.payment, request.requestId(), error);
            }
            return journal.finish(entry, refused);
        });
        return finished(request, ask, refused, overtaken);
    }

    private Handled finish(CreateIntent request, Step.Ask ask, Outcome.Refused refused) {
        return finished(
                request,
                ask,
                refused,
                transactions.execute(() -> journal.finish(journal.lockAgain(ask.entry), refused)));
    }

    private Handled finished(CreateIntent request, Step.Ask ask, Outcome.Refused refused, Optional<Claim> overtaken) {
        PaymentReply reply =
                overtaken.isPresent() ? second(request, overtaken.get()) : Replies.refused(request, refused, null);
        return new Handled(reply, ask.payment.id());
    }

    /** Somebody else was quicker: theirs is the answer, see {@link RequestJournal#finish}. */
    private @Nullable PaymentReply second(CreateIntent request, Claim overtaken) {
        return overtaken instanceof Claim.Answered answered
                ? again(request, new Step.Answer(answered.outcome(), answered.replayedFrom()))
                        .reply()
                : null;
    }

    /** The answer was decided before. */
    private Handled again(CreateIntent request, Step.Answer answer) {
        return switch (answer.outcome) {
            case Outcome.Refused refused -> new Handled(Replies.refused(request, refused, answer.replayedFrom), null);
            case Outcome.Created created -> createdAgain(request, created, answer.replayedFrom);
            case Outcome.Confirmed confirmed ->
                throw new IllegalStateException("A create-intent can't end as a confirm");
        };
    }

    private Handled createdAgain(CreateIntent request, Outcome.Created created, @Nullable String replayedFrom) {
        if (freshness.isStale(request)) {
            return new Handled(null, created.paymentId());
        }
        try {
            ClientSecret secret = stripe.retrieve(created.intentId()).clientSecret();
            return new Handled(reply(request, created, replayedFrom, secret), created.paymentId());
        } catch (StripeUnavailableException e) {
            return new Handled(Replies.refused(request, Refusals.stripeUnavailable(), null), created.paymentId());
        } catch (StripeCredentialsException | StripeCardException | StripeInvalidRequestException e) {
            return new Handled(Replies.refused(request, Refusals.internalError(), null), created.paymentId());
        }
    }

    private static PaymentReply reply(
            CreateIntent request,
            Outcome.Created created,
            @Nullable String replayedFrom,
            @Nullable ClientSecret clientSecret) {
        return clientSecret == null
                ? Replies.refused(request, Refusals.internalError(), null)
                : Replies.created(request, created, replayedFrom, clientSecret);
    }

    private record Entered(Outcome.Created outcome, Optional<Claim> overtaken) {}

    private sealed interface Step {
        record Ask(StoredRequest entry, Payment payment) implements Step {}

        record Answer(Outcome outcome, @Nullable String replayedFrom) implements Step {}

        record Nothing() implements Step {}
    }
}
