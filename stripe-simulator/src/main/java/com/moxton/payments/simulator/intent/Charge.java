package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The attempt to take the money, as a document. It exists for realism: the events of it name its PaymentIntent. */
final class Charge {

    private Charge() {}

    static ObjectNode paid(PaymentIntent intent, PaymentMethod method, long at, boolean captured) {
        ObjectNode charge = of(intent, method, at, null);
        charge.put("amount_captured", captured ? intent.amount() : 0);
        charge.put("captured", captured);
        return charge;
    }

    static ObjectNode failed(PaymentIntent intent, PaymentMethod method, long at, Behavior.Declines why) {
        return of(intent, method, at, why);
    }

    private static ObjectNode of(PaymentIntent intent, PaymentMethod method, long at, Behavior.@Nullable Declines why) {
        boolean paid = why == null;
        ObjectNode charge = StripeJson.object();
        charge.put("id", StripeIds.next("ch_3"));
        charge.put("object", "charge");
        charge.put("amount", intent.amount());
        charge.put("amount_captured", 0);
        charge.put("amount_refunded", 0);
        charge.putNull("balance_transaction");
        charge.set("billing_details", method.json().path("billing_details"));
        charge.put("calculated_statement_descriptor", "MOXTON SIMULATED");
        charge.put("captured", false);
        charge.put("created", at);
        charge.put("currency", intent.currency());
        charge.putNull("customer");
        charge.put("description", intent.text("description"));
        charge.put("disputed", false);
        charge.put("failure_code", why == null ? null : why.code());
        charge.put("failure_message", why == null ? null : why.message());
        charge.putObject("fraud_details");
        charge.put("livemode", false);
        charge.set("metadata", intent.json().path("metadata").deepCopy());
        ObjectNode outcome = charge.putObject("outcome");
        outcome.put("network_status", paid ? "approved_by_network" : "declined_by_network");
        outcome.put("reason", why == null ? null : why.declineCode() == null ? why.code() : why.declineCode());
        outcome.put("risk_level", "normal");
        outcome.put("seller_message", paid ? "Payment complete." : "The bank did not return any further details.");
        outcome.put("type", paid ? "authorized" : "issuer_declined");
        charge.put("paid", paid);
        charge.put("payment_intent", intent.id());
        charge.put("payment_method", method.id());
        charge.set("payment_method_details", method.details());
        charge.put("receipt_email", intent.text("receipt_email"));
        charge.putNull("receipt_number");
        charge.putNull("receipt_url");
        charge.put("refunded", false);
        charge.putNull("review");
        charge.putNull("shipping");
        charge.put("status", paid ? "succeeded" : "failed");
        return charge;
    }
}
