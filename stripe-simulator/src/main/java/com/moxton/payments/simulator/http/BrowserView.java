package com.moxton.payments.simulator.http;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What Stripe shows to a publishable key: nothing that is the merchant's own. */
final class BrowserView {

    private static final List<String> HIDDEN = List.of(
            "metadata",
            "latest_charge",
            "customer",
            "application",
            "on_behalf_of",
            "transfer_data",
            "transfer_group",
            "review",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "application_fee_amount",
            "amount_received",
            "amount_capturable");

    private BrowserView() {}

    static ObjectNode of(ObjectNode document) {
        return document.path("object").asString("").equals("payment_intent") ? document.remove(HIDDEN) : document;
    }
}
