package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A payment method of a customer: a copy of a {@link TestPaymentMethod} under an id of its own, as Stripe makes one. */
public record PaymentMethod(String id, TestPaymentMethod kind, long created) {

    public static PaymentMethod of(TestPaymentMethod kind, long created) {
        return new PaymentMethod(StripeIds.next("pm_1"), kind, created);
    }

    /** The few words from which {@link #fromMemory} makes it again. */
    public ObjectNode toMemory() {
        return StripeJson.object().put("kind", kind.id()).put("created", created);
    }

    public static PaymentMethod fromMemory(String id, JsonNode json) {
        String kind = json.path("kind").asString("");
        return new PaymentMethod(
                id,
                TestPaymentMethod.named(kind).orElseThrow(),
                json.path("created").asLong());
    }

    public ObjectNode json() {
        ObjectNode json = StripeJson.object();
        json.put("id", id);
        json.put("object", "payment_method");
        json.put("allow_redisplay", "unspecified");
        ObjectNode billing = json.putObject("billing_details");
        ObjectNode address = billing.putObject("address");
        for (String line : new String[] {"city", "country", "line1", "line2", "postal_code", "state"}) {
            address.putNull(line);
        }
        billing.putNull("email").putNull("name").putNull("phone").putNull("tax_id");
        if (kind.isCard()) {
            card(json.putObject("card"));
        } else {
            json.putObject("us_bank_account")
                    .put("account_type", "checking")
                    .put("bank_name", "STRIPE TEST BANK")
                    .put("last4", kind.last4());
        }
        json.put("created", created);
        json.putNull("customer");
        json.put("livemode", false);
        json.putObject("metadata");
        json.put("type", type());
        return json;
    }

    String type() {
        return kind.isCard() ? "card" : "us_bank_account";
    }

    /** The part of a charge that tells what it was paid with. */
    ObjectNode details() {
        ObjectNode json = StripeJson.object();
        if (kind.isCard()) {
            card(json.putObject("card"));
        } else {
            json.putObject("us_bank_account").put("last4", kind.last4());
        }
        json.put("type", type());
        return json;
    }

    private void card(ObjectNode card) {
        card.put("brand", kind.brand());
        card.putObject("checks")
                .putNull("address_line1_check")
                .putNull("address_postal_code_check")
                .put("cvc_check", "pass");
        card.put("country", "US");
        card.put("display_brand", kind.brand());
        card.put("exp_month", 12);
        card.put("exp_year", 2034);
        card.put("fingerprint", "sim" + kind.last4());
        card.put("funding", "credit");
        card.putNull("generated_from");
        card.put("last4", kind.last4());
        card.putObject("networks").putNull("preferred").putArray("available").add(kind.brand());
        card.putObject("three_d_secure_usage").put("supported", true);
        card.putNull("wallet");
    }
}
