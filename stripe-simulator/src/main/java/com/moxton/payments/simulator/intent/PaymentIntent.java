package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A PaymentIntent as the very document that Stripe shows. What is asked of it often has a name here; the rest is a field
 * of {@link #json()}.
 */
public final class PaymentIntent {

    private final ObjectNode json;

    public PaymentIntent(ObjectNode json) {
        this.json = json;
    }

    static PaymentIntent born(long created, long amount, String currency) {
        ObjectNode json = StripeJson.object();
        String id = StripeIds.next("pi_3");
        json.put("id", id);
        json.put("object", "payment_intent");
        json.put("amount", amount);
        json.put("amount_capturable", 0);
        json.putObject("amount_details").putObject("tip");
        json.put("amount_received", 0);
        json.putNull("application");
        json.putNull("application_fee_amount");
        json.putNull("automatic_payment_methods");
        json.putNull("canceled_at");
        json.putNull("cancellation_reason");
        json.put("capture_method", "automatic_async");
        json.put("client_secret", StripeIds.clientSecretFor(id));
        json.put("confirmation_method", "automatic");
        json.put("created", created);
        json.put("currency", currency);
        json.putNull("customer");
        json.putNull("customer_account");
        json.putNull("description");
        json.putNull("excluded_payment_method_types");
        json.putNull("last_payment_error");
        json.putNull("latest_charge");
        json.put("livemode", false);
        json.putObject("metadata");
        json.putNull("next_action");
        json.putNull("on_behalf_of");
        json.putNull("payment_method");
        json.putNull("payment_method_configuration_details");
        json.putObject("payment_method_options")
                .putObject("card")
                .putNull("installments")
                .putNull("mandate_options")
                .putNull("network")
                .put("request_three_d_secure", "automatic");
        json.putArray("payment_method_types").add("card");
        json.putNull("processing");
        json.putNull("receipt_email");
        json.putNull("review");
        json.putNull("setup_future_usage");
        json.putNull("shipping");
        json.putNull("source");
        json.putNull("statement_descriptor");
        json.putNull("statement_descriptor_suffix");
        json.put("status", IntentStatus.REQUIRES_PAYMENT_METHOD.wireName());
        json.putNull("transfer_data");
        json.putNull("transfer_group");
        return new PaymentIntent(json);
    }

    public PaymentIntent copy() {
        return new PaymentIntent(json.deepCopy());
    }

    public ObjectNode json() {
        return json;
    }

    public String id() {
        return json.path("id").asString();
    }

    public String clientSecret() {
        return json.path("client_secret").asString();
    }

    public IntentStatus status() {
        return IntentStatus.of(json.path("status").asString());
    }

    void status(IntentStatus status) {
        json.put("status", status.wireName());
    }

    public long created() {
        return json.path("created").asLong();
    }

    public long amount() {
        return json.path("amount").asLong();
    }

    public String currency() {
        return json.path("currency").asString();
    }

    public @Nullable String paymentMethod() {
        return text("payment_method");
    }

    /** The next confirmation will use it. */
    public void attach(PaymentMethod method) {
        json.put("payment_method", method.id());
        json.putNull("next_action");
        status(IntentStatus.REQUIRES_CONFIRMATION);
    }

    boolean capturedByHand() {
        return "manual".equals(text("capture_method"));
    }

    /** Redirects are possible unless the caller excluded them, and then a return URL is a must. */
    boolean mayRedirect() {
        JsonNode automatic = json.path("automatic_payment_methods");
        return automatic.path("enabled").asBoolean(false)
                && "always".equals(automatic.path("allow_redirects").asString(""));
    }

    public @Nullable String text(String field) {
        return json.path(field).stringValue(null);
    }

    /** Where the customer proves who they are; null when there is nothing to prove. */
    public @Nullable String authenticationPage() {
        JsonNode action = json.path("next_action");
        String redirect = action.path("redirect_to_url").path("url").stringValue(null);
        return redirect != null
                ? redirect
                : action.path("use_stripe_sdk").path("stripe_js").stringValue(null);
    }

    public @Nullable String returnUrl() {
        return json.path("next_action")
                .path("redirect_to_url")
                .path("return_url")
                .stringValue(null);
    }
}
