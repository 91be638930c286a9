package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What may be sent to create, update and confirm a PaymentIntent, and what becomes of it in the document. */
public final class IntentForm {

    private static final Set<String> TEXTS = Set.of(
            "customer",
            "description",
            "receipt_email",
            "setup_future_usage",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_group");

    private static final Set<String> SHARED = Set.of(
            "customer",
            "description",
            "expand",
            "metadata",
            "payment_method",
            "payment_method_configuration",
            "payment_method_data",
            "payment_method_options",
            "payment_method_types",
            "receipt_email",
            "setup_future_usage",
            "shipping",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_group",
            "amount",
            "currency",
            "capture_method",
            "client_secret",
            "application_fee_amount",
            "transfer_data");

    private static final Set<String> CREATE = Set.of(
            "automatic_payment_methods",
            "confirm",
            "confirmation_method",
            "confirmation_token",
            "error_on_requires_action",
            "mandate",
            "mandate_data",
            "off_session",
            "on_behalf_of",
            "radar_options",
            "return_url",
            "use_stripe_sdk");

    private static final Set<String> CONFIRM = Set.of(
            "capture_method",
            "client_secret",
            "confirmation_token",
            "error_on_requires_action",
            "expand",
            "mandate",
            "mandate_data",
            "off_session",
            "payment_method",
            "payment_method_data",
            "payment_method_options",
            "payment_method_types",
            "radar_options",
            "receipt_email",
            "return_url",
            "setup_future_usage",
            "shipping",
            "use_stripe_sdk",
            "key");

    private static final Set<String> CAPTURE_METHODS = Set.of("automatic", "automatic_async", "manual");

    private static final int METADATA_KEYS = 50;
    private static final int METADATA_KEY_LENGTH = 40;
    private static final int METADATA_VALUE_LENGTH = 500;

    private IntentForm() {}

    public static PaymentIntent create(Form form, long now) {
        form.allowOnly(union(SHARED, CREATE));
        Long amount = form.integer("amount");
        if (amount == null) {
            throw missing("amount");
        }
        String currency = form.text("currency");
        if (currency == null) {
            throw missing("currency");
        }
        String code = AmountRules.requireCurrency(currency);
        AmountRules.requireChargeable(amount, code);
        PaymentIntent intent = PaymentIntent.born(now, amount, code);
        ObjectNode json = intent.json();
        methods(json, form);
        if ("manual".equals(form.text("confirmation_method"))) {
            json.put("confirmation_method", "manual");
        }
        common(json, form);
        return intent;
    }

    public static PaymentIntent update(PaymentIntent intent, Form form) {
        form.allowOnly(SHARED);
        PaymentIntent updated = intent.copy();
        ObjectNode json = updated.json();
        Long amount = form.integer("amount");
        String currency = form.text("currency");
        if (amount != null || currency != null || form.has("payment_method")) {
            requireUpdatable(intent);
        }
        if (currency != null) {
            json.put("currency", AmountRules.requireCurrency(currency));
        }
        if (amount != null) {
            json.put("amount", amount);
        }
        if (amount != null || currency != null) {
            AmountRules.requireChargeable(updated.amount(), updated.currency());
        }
        common(json, form);
        return updated;
    }

    public static PaymentIntent confirm(PaymentIntent intent, Form form) {
        form.allowOnly(CONFIRM);
        PaymentIntent updated = intent.copy();
        common(updated.json(), form);
        return updated;
    }

    private static void common(ObjectNode json, Form form) {
        for (String field : TEXTS) {
            String value = form.text(field);
            if (value != null) {
                json.put(field, value.isEmpty() ? null : value);
            }
        }
        String capture = form.text("capture_method");
        if (capture != null) {
            if (!CAPTURE_METHODS.contains(capture)) {
                throw StripeRefusal.badParameter(
                        null,
                        "capture_method",
                        "Invalid capture_method: must be one of automatic, automatic_async, or manual");
            }
            json.put("capture_method", capture);
        }
        metadata((ObjectNode) json.path("metadata"), form);
    }

    private static void methods(ObjectNode json, Form form) {
        if (form.has("automatic_payment_methods") && form.has("payment_method_types")) {
            throw StripeRefusal.badParameter(
                    null,
                    "payment_method_types",
                    "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.");
        }
        if (form.has("payment_method_types")) {
            ArrayNode types = json.putArray("payment_method_types");
            form.list("payment_method_types").forEach(types::add);
            return;
        }
        boolean off = "false".equals(form.text("automatic_payment_methods[enabled]"));
        if (!off) {
            // On by default since the API version of 2023-08-16.
            String redirects = form.text("automatic_payment_methods[allow_redirects]");
            json.putObject("automatic_payment_methods")
                    .put("allow_redirects", redirects == null ? "always" : redirects)
                    .put("enabled", true);
        }
    }

    private static void metadata(ObjectNode metadata, Form form) {
        if ("".equals(form.text("metadata"))) {
            metadata.removeAll();
        }
        for (Map.Entry<String, String> entry : form.map("metadata").entrySet()) {
            if (entry.getKey().length() > METADATA_KEY_LENGTH) {
                throw StripeRefusal.badParameter(
                        null,
                        "metadata",
                        "Metadata keys can have up to 40 characters. Received a key of %d characters."
                                .formatted(entry.getKey().length()));
            }
            if (entry.getValue().length() > METADATA_VALUE_LENGTH) {
                throw StripeRefusal.badParameter(
                        null,
                        "metadata",
                        "Metadata values can have up to 500 characters, but you passed in a value that is %d characters."
                                .formatted(entry.getValue().length()));
            }
            if (entry.getValue().isEmpty()) {
                metadata.remove(entry.getKey());
            } else {
                metadata.put(entry.getKey(), entry.getValue());
            }
        }
        if (metadata.size() > METADATA_KEYS) {
            throw StripeRefusal.badParameter(
                    null, "metadata", "You can specify up to 50 keys. You passed in %d.".formatted(metadata.size()));
        }
    }

    private static void requireUpdatable(PaymentIntent intent) {
        if (!IntentStatus.UPDATABLE.contains(intent.status())) {
            throw StripeRefusal.invalidRequest(
                            "payment_intent_unexpected_state",
                            null,
                            ("This PaymentIntent's amount could not be updated because it has a status of %s. You may "
                                            + "only update the amount of a PaymentIntent with one of the following "
                                            + "statuses: %s.")
                                    .formatted(intent.status().wireName(), IntentStatus.list(IntentStatus.UPDATABLE)))
                    .with("payment_intent", intent.copy().json());
        }
    }

    public static @Nullable String cancellationReason(Form form) {
        form.allowOnly(Set.of("cancellation_reason", "expand"));
        String reason = form.text("cancellation_reason");
        if (reason != null
                && !Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned")
                        .contains(reason)) {
            throw StripeRefusal.badParameter(
                    null,
                    "cancellation_reason",
                    "Invalid cancellation_reason: must be one of duplicate, fraudulent, requested_by_customer, or "
                            + "abandoned");
        }
        return reason;
    }

    private static StripeRefusal missing(String param) {
        return StripeRefusal.badParameter("parameter_missing", param, "Missing required param: %s.".formatted(param));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
