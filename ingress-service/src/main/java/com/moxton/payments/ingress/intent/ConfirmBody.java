package com.moxton.payments.ingress.intent;

import com.moxton.payments.ingress.problem.ProblemException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/payments/confirm}. */
record ConfirmBody(
        String intentId,
        @Nullable String paymentMethodId,
        @Nullable String returnUrl) {
    private static final Pattern URL = Pattern.compile("(?i)https?://[\\x21-\\x7E]{1,2040}");
    private static final String URL_EXPECTATION = "an https address of an allowed origin";

    /**
     * @throws ProblemException 400 with everything that is wrong
     */
    static ConfirmBody parse(byte[] json, ReturnOrigins origins) {
        RequestBody body = RequestBody.parse(json, Set.of("intentId", "paymentMethodId", "returnUrl"));
        String intentId = body.required("intentId", Ids.INTENT, Ids.INTENT_EXPECTATION);
        String method = body.optional("paymentMethodId", Ids.PAYMENT_METHOD, Ids.PAYMENT_METHOD_EXPECTATION);
        String returnUrl = body.optional("returnUrl", URL, URL_EXPECTATION);
        if (returnUrl != null && !origins.allow(returnUrl)) {
            body.reject("returnUrl", "must be " + URL_EXPECTATION);
        }
        body.throwIfRejected();
        return new ConfirmBody(Objects.requireNonNull(intentId), method, returnUrl);
    }
}
