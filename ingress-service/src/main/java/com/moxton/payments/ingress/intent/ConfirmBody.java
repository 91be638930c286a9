package com.moxton.payments.ingress.intent;

import com.moxton.payments.ingress.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
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
    private static final String URL_EXPECTATION = "an http or https address";

    /**
     * @throws ProblemException 400 with everything that is wrong
     */
    static ConfirmBody parse(byte[] json) {
        RequestBody body = RequestBody.parse(json, Set.of("intentId", "paymentMethodId", "returnUrl"));
        String intentId = body.required("intentId", Ids.INTENT, Ids.INTENT_EXPECTATION);
        String method = body.optional("paymentMethodId", Ids.PAYMENT_METHOD, Ids.PAYMENT_METHOD_EXPECTATION);
        String returnUrl = body.optional("returnUrl", URL, URL_EXPECTATION);
        if (returnUrl != null && !hasHost(returnUrl)) {
            body.reject("returnUrl", "must be " + URL_EXPECTATION);
        }
        body.throwIfRejected();
        return new ConfirmBody(Objects.requireNonNull(intentId), method, returnUrl);
    }

    private static boolean hasHost(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
