package com.moxton.payments.worker.request;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.worker.jdbc.SharedTransactions;
import com.moxton.payments.worker.lane.RecordHandler;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.publish.RefreshPublisher;
import com.moxton.payments.worker.publish.UpdatePublisher;
import com.moxton.payments.worker.stripe.CallOrigin;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A record of {@code payment.requests} from its bytes to its reply. The order of steps is what makes it crash-proof: rows,
 * then the reply, for which a customer waits, and updates, then the note that all this was done; only then does it return,
 * and the record is done. Interrupted before the note, it replies and publishes once more.
 *
 * <p>Updates are read back from the history by their cause, unless all of them are known to be at hand: so a request that
 * was interrupted after its commit publishes them when it comes again.
 */
@Component
class RequestRecordHandler implements RecordHandler {
    private static final Logger log = LoggerFactory.getLogger(RequestRecordHandler.class);

    private static final String IN_DOUBT = "two states in one second";

    private final CreateIntentHandler createIntent;
    private final ConfirmHandler confirm;
    private final GetHandler get;
    private final RefreshHandler refresh;
    private final RequestTransactions transactions;
    private final SharedTransactions<String, Boolean> notes;
    private final PaymentLedger ledger;
    private final PaymentRepository payments;
    private final UpdatePublisher updates;
    private final RefreshPublisher refreshes;
    private final ReplyPublisher replies;
    private final Freshness freshness;

    RequestRecordHandler(
            CreateIntentHandler createIntent,
            ConfirmHandler confirm,
            GetHandler get,
            RefreshHandler refresh,
            RequestTransactions transactions,
            RequestJournal journal,
            PaymentLedger ledger,
            PaymentRepository payments,
            UpdatePublisher updates,
            RefreshPublisher refreshes,
            ReplyPublisher replies,
            Freshness freshness) {
        this.createIntent = createIntent;
        this.confirm = confirm;
        this.get = get;
        this.refresh = refresh;
        this.transactions = transactions;
        this.notes = new SharedTransactions<>(transactions, new ReplyNotes(journal));
        this.ledger = ledger;
        this.payments = payments;
        this.updates = updates;
        this.refreshes = refreshes;
        this.replies = replies;
        this.freshness = freshness;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> record) {
        long started = System.nanoTime();
        PaymentRequest request = RequestReader.read(record);
        Handled handled = CallOrigin.request(request.requestId(), () -> switch (request) {
            case PaymentRequest.CreateIntent create -> createIntent.handle(create);
            case PaymentRequest.Confirm confirmation -> confirm.handle(confirmation);
            case PaymentRequest.Get inquiry -> get.handle(inquiry);
            case PaymentRequest.Refresh renewal -> refresh.handle(renewal);
        });
        PaymentReply reply = freshness.isStale(request) ? null : handled.reply();
        publish(request, handled, reply);
        if (reply != null) {
            markReplied(request);
        }
        tell(request, handled);
        log(record, request, handled, reply != null, started);
    }

    private static void tell(PaymentRequest request, Handled handled) {
        TraceSpan span = TraceSpan.current();
        if (span.isRecording()) {
            span.set(SpanNames.REQUEST_ID, request.requestId())
                    .set(SpanNames.REQUEST_KIND, request.getClass().getSimpleName())
                    .set(SpanNames.PAYMENT_ID, handled.paymentId())
                    .set(SpanNames.OUTCOME, outcome(handled));
        }
    }

    private void publish(PaymentRequest request, Handled handled, @Nullable PaymentReply reply) {
        Effects effects = handled.effects();
        if (reply != null && effects != null) {
            replies.publish(reply, effects.updates());
            refreshes.publish(effects.inDoubt(), IN_DOUBT);
            return;
        }
        if (reply != null) {
            replies.publish(reply);
        }
        if (!handled.before() && !(request instanceof PaymentRequest.Get)) {
            Effects found = effects == null ? effects(request, handled.paymentId()) : effects;
            updates.publish(found.updates());
            refreshes.publish(found.inDoubt(), IN_DOUBT);
        }
    }

    /** Read from the log once more, such a request calls nobody. A get leaves no row: it only reads. */
    private void markReplied(PaymentRequest request) {
        if (!(request instanceof PaymentRequest.Get)) {
            notes.execute(request.requestId());
        }
    }

    private Effects effects(PaymentRequest request, @Nullable String paymentId) {
        return transactions.execute(() -> {
            String id = request.requestId();
            Optional<Payment> payment = paymentId == null ? Optional.empty() : payments.find(paymentId);
            return new Effects(
                    ledger.updatesCausedBy(List.of(id, Sightings.id(id))),
                    payment.filter(Payment::inDoubt).stream().toList());
        });
    }

    /**
     * Without a database customers hear at once that they have to come again. A confirm that is carried out much later, of
     * its own accord, would charge somebody who has gone away.
     */
    @Override
    public boolean declined(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        if (failure instanceof NotBegunException
                && RequestReader.read(record) instanceof PaymentRequest.FromUser request
                && !freshness.isStale(request)) {
            replies.publish(Replies.refused(request, Refusals.unavailable(), null));
            log.atWarn()
                    .addKeyValue("request", request.getClass().getSimpleName())
                    .addKeyValue("requestId", request.requestId())
                    .addKeyValue("key", request.key())
                    .addKeyValue("outcome", Refusals.unavailable().refusal().code())
                    .log("Request declined");
            return true;
        }
        return false;
    }

    /** Whoever waits is told; the outcome stays open, so that the record can be redriven. */
    @Override
    public void abandoned(ConsumerRecord<byte[], byte[]> record) {
        PaymentRequest read;
        try {
            read = RequestReader.read(record);
        } catch (MalformedEventException e) {
            // Nobody can tell whose it is.
            return;
        }
        if (read instanceof PaymentRequest.FromUser request && !freshness.isStale(request)) {
            replies.publish(Replies.refused(request, Refusals.internalError(), null));
        }
    }

    /** Nothing of a reply but its kind: it may carry a client secret, and an address that is one. */
    private static void log(
            ConsumerRecord<byte[], byte[]> record,
            PaymentRequest request,
            Handled handled,
            boolean replied,
            long started) {
        log.atInfo()
                .addKeyValue("request", request.getClass().getSimpleName())
                .addKeyValue("requestId", request.requestId())
                .addKeyValue("key", request.key())
                .addKeyValue("paymentId", handled.paymentId())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("outcome", outcome(handled))
                .addKeyValue("replied", replied)
                .addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
                .log("Request handled");
    }

    private static String outcome(Handled handled) {
        return handled.before() ? "done before" : outcome(handled.reply());
    }

    private static String outcome(@Nullable PaymentReply reply) {
        return switch (reply) {
            case null -> "done";
            case PaymentReply.IntentCreated created -> "intent-created";
            case PaymentReply.IntentConfirmed confirmed -> confirmed.status();
            case PaymentReply.PaymentFound found -> "payment-found";
            case PaymentReply.Refused refused -> refused.refusal().code();
        };
    }
}
