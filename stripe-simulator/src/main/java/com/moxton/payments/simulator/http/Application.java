package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.Map;

/** What lies behind the wire: Stripe's API, the simulator's own addresses, and the page where customers authenticate. */
public final class Application {

    private static final ApiAnswer PREFLIGHT =
            new ApiAnswer(200, "text/plain; charset=utf-8", new byte[0], Map.of("Access-Control-Max-Age", "300"));

    private final StripeApi api;
    private final ControlApi control;
    private final AuthenticationPage authentication;

    public Application(StripeApi api, ControlApi control, AuthenticationPage authentication) {
        this.api = api;
        this.control = control;
        this.authentication = authentication;
    }

    Outcome handle(ApiRequest request, String requestId) throws InterruptedException {
        if (request.method().equals("OPTIONS")) {
            return Outcome.answered(PREFLIGHT);
        }
        if (!request.path().startsWith("/_simulator")) {
            return api.handle(request, requestId);
        }
        try {
            return Outcome.answered(
                    request.path().startsWith(AuthenticationPage.PATH)
                            ? authentication.handle(request)
                            : control.handle(request));
        } catch (StripeRefusal refusal) {
            return Outcome.answered(ApiAnswer.refusal(refusal, requestId));
        }
    }
}
