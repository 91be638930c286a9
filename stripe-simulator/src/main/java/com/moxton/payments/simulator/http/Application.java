package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.account.EventsApi;
import com.moxton.payments.simulator.account.StripeAccount;
import com.moxton.payments.simulator.knob.Faults;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** What lies behind the wire: Stripe's API, the simulator's own addresses, and the page where customers authenticate. */
public final class Application {

    private static final ApiAnswer PREFLIGHT =
            new ApiAnswer(200, "text/plain; charset=utf-8", new byte[0], Map.of("Access-Control-Max-Age", "300"));

    private final StripeApi api;
    private final ControlApi control;
    private final AuthenticationPage authentication;

    public Application(
            StripeAccount account,
            EventsApi events,
            Faults faults,
            Calls calls,
            ControlApi control,
            Set<String> apiKeys,
            int capacity,
            InstantSource clock) {
        this.api = new StripeApi(account, events, faults, apiKeys, capacity, calls, clock);
        this.control = control;
        this.authentication = new AuthenticationPage(account);
    }

    StripeApi.Outcome handle(ApiRequest request, String requestId) throws InterruptedException {
        if (request.method().equals("OPTIONS")) {
            return new StripeApi.Outcome(PREFLIGHT, StripeApi.Fate.ANSWER);
        }
        if (!request.path().startsWith("/_simulator")) {
            return api.handle(request, requestId);
        }
        ApiAnswer answer;
        try {
            answer = request.path().startsWith(AuthenticationPage.PATH)
                    ? authentication.handle(request)
                    : control.handle(request);
        } catch (StripeRefusal refusal) {
            answer = ApiAnswer.refusal(refusal, requestId);
        }
        return new StripeApi.Outcome(answer, StripeApi.Fate.ANSWER);
    }
}
