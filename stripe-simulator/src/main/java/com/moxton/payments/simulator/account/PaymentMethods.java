package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.intent.PaymentIntent;
import com.moxton.payments.simulator.intent.PaymentMethod;
import com.moxton.payments.simulator.intent.TestPaymentMethod;
import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The payment methods that were used or made; guarded by the journal's lock. */
final class PaymentMethods {

    private final Bounded<PaymentMethod> methods;
    private final InstantSource clock;
    private final Journal journal;

    PaymentMethods(int capacity, InstantSource clock, Journal journal) {
        this.methods = new Bounded<>(capacity);
        this.clock = clock;
        this.journal = journal;
    }

    /** The one that a call names or describes; null when it does neither. */
    @Nullable
    PaymentMethod in(Form form) {
        String id = form.text("payment_method");
        if (id != null && !id.isEmpty()) {
            return require(id);
        }
        return form.has("payment_method_data") ? keep(MethodForm.readData(form, now())) : null;
    }

    PaymentMethod create(Form form) {
        return keep(MethodForm.read(form, now()));
    }

    /** A test name such as {@code pm_card_visa} stands for a new payment method each time it is used. */
    PaymentMethod require(String id) {
        PaymentMethod known = methods.get(id);
        if (known != null) {
            return known;
        }
        return TestPaymentMethod.named(id)
                .map(kind -> keep(PaymentMethod.of(kind, now())))
                .orElseThrow(() -> StripeRefusal.invalidRequest(
                        "resource_missing", "payment_method", "No such PaymentMethod: '%s'".formatted(id)));
    }

    /** Null when none is attached to it. */
    @Nullable
    PaymentMethod of(PaymentIntent intent) {
        String id = intent.paymentMethod();
        return id == null ? null : methods.get(id);
    }

    void restore(Memories memories) {
        memories.forEach(Sort.METHOD, (id, json) -> methods.put(id, PaymentMethod.fromMemory(id, json)));
    }

    private PaymentMethod keep(PaymentMethod method) {
        methods.put(method.id(), method);
        journal.write(Sort.METHOD, method.id(), method.toMemory());
        return method;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
