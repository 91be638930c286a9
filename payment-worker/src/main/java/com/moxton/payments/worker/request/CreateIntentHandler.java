package com.moxton.payments.worker.request;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest.CreateIntent;
import com.moxton.payments.worker.jdbc.SharedTransactions;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.request.IntentEntry.Answered;
import com.moxton.payments.worker.request.IntentEntry.Entered;
import com.moxton.payments.worker.request.IntentPreparation.Step;
import com.moxton.payments.worker.stripe.StripeCardException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeGateways;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives an order its PaymentIntent: the open one if there is one, else a new one. Stripe is called between two transactions,
 * {@link IntentPreparation} and {@link IntentEntry}, which requests that are there at the same moment share. Whoever has the
 * payment's row asks Stripe under the row's key.
 */
@Component
class CreateIntentHandler {
    /** Each round ends with an answer, or with rows in which the next one finds it. Three are the most we know of. */
    private static final int ROUNDS = 5;

    private final SharedTransactions<CreateIntent, Step> preparations;
    private final SharedTransactions<Answered, Entered> entries;
    private final RequestTransactions transactions;
    private final RequestJournal journal;
    private final PaymentLedger ledger;
    private final IntentOfPayment intents;
    private final StripeGateways stripe;
    private final PaymentRepository payments;
    private final Freshness freshness;

    CreateIntentHandler(
            IntentPreparation preparation,
            IntentEntry entry,
            RequestTransactions transactions,
            RequestJournal journal,
            PaymentLedger ledger,
            IntentOfPayment intents,
            StripeGateways stripe,
            PaymentRepository payments,
            Freshness freshness) {
        this.preparations = new SharedTransactions<>(transactions, preparation);
        this.entries = new SharedTransactions<>(transactions, entry);
        this.transactions = transactions;
        this.journal = journal;
        this.ledger = ledger;
        this.intents = intents;
        this.stripe = stripe;
        this.payments = payments;
        this.freshness = freshness;
    }

    Handled handle(CreateIntent request) {
        if (!Ids.mayBeOrder(request.orderId())) {
            return new Handled(Replies.refused(request, Refusals.orderNotFound(), null), null);
        }
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Handled> handled = switch (prepare(request, round)) {
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

    /** Only before the first round nothing has happened yet. */
    private Step prepare(CreateIntent request, int round) {
        return round == 0
                ? NotBegunException.ifNotBegun(() -> preparations.execute(request))
                : preparations.execute(request);
    }

    /** Stripe, and then the second transaction. Empty when the rows have changed so that all has to be looked at anew. */
    private Optional<Handled> ask(CreateIntent request, Step.Ask ask) {
        Payment payment = ask.payment();
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
        return switch (entries.execute(new Answered(ask, found.get()))) {
            case Entered.Elsewhere() -> Optional.empty();
            case Entered.Finished finished ->
                Optional.of(
                        finished(request, ask, finished, found.get().answer().clientSecret()));
        };
    }

    private Handled finished(
            CreateIntent request, Step.Ask ask, Entered.Finished finished, @Nullable ClientSecret clientSecret) {
        String paymentId = finished.outcome().paymentId();
        if (finished.overtaken() != null) {
            return new Handled(second(request, finished.overtaken()), paymentId);
        }
        Effects effects = ask.opened() == null ? null : finished.effects().after(List.of(ask.opened()));
        return new Handled(reply(request, finished.outcome(), null, clientSecret), paymentId, effects);
    }

    /** An intent that Stripe refuses to create leaves a failed payment; a known one that it refuses to show stays. */
    private Handled rejected(CreateIntent request, Step.Ask ask, PaymentError error, Outcome.Refused refused) {
        Optional<Claim> overtaken = transactions.execute(() -> {
            StoredRequest entry = journal.lockAgain(ask.entry());
            if (ask.payment().intentId() == null) {
                ledger.refuse(ask.payment(), request.requestId(), error);
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
                transactions.execute(() -> journal.finish(journal.lockAgain(ask.entry()), refused)));
    }

    private Handled finished(CreateIntent request, Step.Ask ask, Outcome.Refused refused, Optional<Claim> overtaken) {
        PaymentReply reply =
                overtaken.isPresent() ? second(request, overtaken.get()) : Replies.refused(request, refused, null);
        return new Handled(reply, ask.payment().id());
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
        return switch (answer.outcome()) {
            case Outcome.Refused refused -> new Handled(Replies.refused(request, refused, answer.replayedFrom()), null);
            case Outcome.Created created -> createdAgain(request, created, answer.replayedFrom());
            case Outcome.Confirmed confirmed ->
                throw new IllegalStateException("A create-intent can't end as a confirm");
        };
    }

    private Handled createdAgain(CreateIntent request, Outcome.Created created, @Nullable String replayedFrom) {
        if (freshness.isStale(request)) {
            return new Handled(null, created.paymentId());
        }
        Optional<Payment> payment = transactions.execute(() -> payments.find(created.paymentId()));
        try {
            ClientSecret secret = stripe.of(payment.map(Payment::stripeAccount).orElse(null))
                    .retrieve(created.intentId())
                    .clientSecret();
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
}
