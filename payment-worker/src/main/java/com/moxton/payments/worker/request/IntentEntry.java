package com.moxton.payments.worker.request;

import com.moxton.payments.worker.jdbc.SharedTransactions;
import com.moxton.payments.worker.payment.LedgerEntry;
import com.moxton.payments.worker.payment.LockedOrders;
import com.moxton.payments.worker.payment.OrderLocks;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.request.IntentPreparation.Step;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The second transaction of create-intents, of one or of many: what Stripe has answered. */
@Component
class IntentEntry implements SharedTransactions.Work<IntentEntry.Answered, IntentEntry.Entered> {

    private final RequestJournal journal;
    private final OrderLocks locks;
    private final PaymentLedger ledger;

    IntentEntry(RequestJournal journal, OrderLocks locks, PaymentLedger ledger) {
        this.journal = journal;
        this.locks = locks;
        this.ledger = ledger;
    }

    /** Stripe's answer to a request. */
    record Answered(Step.Ask ask, IntentOfPayment.Found found) {
        StoredRequest entry() {
            return ask.entry();
        }

        String requestId() {
            return entry().requestId();
        }

        /** What Stripe was asked for. */
        Payment asked() {
            return ask.payment();
        }

        String orderId() {
            return asked().orderId();
        }
    }

    sealed interface Entered {
        /** The payment is no longer what the answer is for. */
        record Elsewhere() implements Entered {}

        /**
         * @param overtaken what counts instead, see {@link RequestJournal#finish}; null: nothing does
         * @param effects of this transaction
         */
        record Finished(Outcome.Created outcome, @Nullable Claim overtaken, Effects effects) implements Entered {}
    }

    @Override
    public Collection<String> keys(Answered answered) {
        return List.of("order:" + answered.orderId(), "request:" + answered.requestId());
    }

    @Override
    public List<Optional<Entered>> together(List<Answered> answers) {
        Map<String, StoredRequest> free =
                journal.lockAgainFree(answers.stream().map(Answered::entry).toList());
        Map<String, Entered> entered = enter(
                answers.stream()
                        .filter(answered -> free.containsKey(answered.requestId()))
                        .toList(),
                free,
                locks::free);
        return answers.stream()
                .map(answered -> Optional.ofNullable(entered.get(answered.requestId())))
                .toList();
    }

    @Override
    public Entered alone(Answered answered) {
        Map<String, StoredRequest> locked = Map.of(answered.requestId(), journal.lockAgain(answered.entry()));
        // An order that isn't there any more has no payments.
        return enter(List.of(answered), locked, locks::all).getOrDefault(answered.requestId(), new Entered.Elsewhere());
    }

    /** By request id; without those whose order can't be locked. */
    private Map<String, Entered> enter(
            List<Answered> answers,
            Map<String, StoredRequest> requests,
            Function<Collection<String>, LockedOrders> lock) {
        LockedOrders locked = lock.apply(answers.stream().map(Answered::orderId).toList());
        List<Answered> mine = answers.stream()
                .filter(answered -> locked.orders().containsKey(answered.orderId()))
                .toList();
        LedgerEntry observed = ledger.observe(
                locked,
                mine.stream().map(answered -> answered.found().observation()).toList());
        Map<String, Payment> now =
                observed.payments().stream().collect(Collectors.toMap(Payment::id, payment -> payment));
        Map<StoredRequest, Outcome.Created> outcomes = new HashMap<>();
        for (Answered answered : mine) {
            Payment payment = now.get(answered.asked().id());
            if (payment != null && isAsExpected(answered.asked(), payment)) {
                outcomes.put(Objects.requireNonNull(requests.get(answered.requestId())), created(payment));
            }
        }
        Map<String, Claim> overtaken = journal.finishAll(outcomes);
        Map<String, Entered> entered = new HashMap<>();
        mine.forEach(answered -> entered.put(answered.requestId(), new Entered.Elsewhere()));
        outcomes.forEach((request, outcome) -> entered.put(
                request.requestId(),
                new Entered.Finished(
                        outcome, overtaken.get(request.requestId()), effects(observed, outcome.paymentId()))));
        return entered;
    }

    private static boolean isAsExpected(Payment asked, Payment now) {
        return now.intentId() != null && now.status().isOpen() && now.amount().equals(asked.amount());
    }

    private static Outcome.Created created(Payment payment) {
        return new Outcome.Created(
                String.valueOf(payment.intentId()),
                payment.id(),
                payment.status().wireName());
    }

    private static Effects effects(LedgerEntry observed, String paymentId) {
        return new Effects(
                observed.updates().stream()
                        .filter(update -> update.paymentId().equals(paymentId))
                        .toList(),
                observed.inDoubt().stream()
                        .filter(payment -> payment.id().equals(paymentId))
                        .toList());
    }
}
