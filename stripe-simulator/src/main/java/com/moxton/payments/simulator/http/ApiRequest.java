package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.Form;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param account the header {@code Stripe-Account}
 * @param body as text; empty when there was none
 */
record ApiRequest(
        String method,
        String path,
        @Nullable String query,
        String body,
        @Nullable String contentType,
        @Nullable String authorization,
        @Nullable String idempotencyKey,
        @Nullable String account) {

    /** Query and body fields together. */
    Form form() {
        Form form = Form.parse(query);
        boolean json = contentType != null && contentType.startsWith("application/json");
        return json ? form : form.and(Form.parse(body));
    }
}
