package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.ingress.http.BoundedBody;
import com.moxton.payments.ingress.http.Traceparent;
import com.moxton.payments.ingress.problem.HttpRequestId;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The storefront's calls. Each waits on its own virtual thread. */
@RestController
@RequestMapping(path = "/api/payments", produces = MediaType.APPLICATION_JSON_VALUE)
class IntentController {
    private final PaymentRequests requests;
    private final RequestLookup lookup;
    private final RequestSettings settings;
    private final ReturnOrigins returnOrigins;

    IntentController(
            PaymentRequests requests, RequestLookup lookup, RequestSettings settings, ReturnOrigins returnOrigins) {
        this.requests = requests;
        this.lookup = lookup;
        this.settings = settings;
        this.returnOrigins = returnOrigins;
    }

    @PostMapping(path = "/create-intent", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> createIntent(HttpServletRequest http, HttpServletResponse response, Principal user) {
        String id = identify(http, response, user);
        WaitPreference preference = preference(http, response, settings.defaultWait());
        String idempotencyKey = IdempotencyKey.of(headers(http, IdempotencyKey.HEADER));
        CreateIntentBody body = CreateIntentBody.parse(BoundedBody.read(http, settings.maxBody()));
        return answer(
                new PaymentRequest.CreateIntent(
                        id,
                        requests.now(),
                        user.getName(),
                        body.orderId(),
                        body.amount().amount(),
                        body.amount().currency(),
                        body.metadata(),
                        idempotencyKey),
                preference,
                http);
    }

    @PostMapping(path = "/confirm", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> confirm(HttpServletRequest http, HttpServletResponse response, Principal user) {
        String id = identify(http, response, user);
        WaitPreference preference = preference(http, response, settings.defaultWait());
        String idempotencyKey = IdempotencyKey.of(headers(http, IdempotencyKey.HEADER));
        ConfirmBody body = ConfirmBody.parse(BoundedBody.read(http, settings.maxBody()), returnOrigins);
        return answer(
                new PaymentRequest.Confirm(
                        id,
                        requests.now(),
                        user.getName(),
                        body.intentId(),
                        body.paymentMethodId(),
                        body.returnUrl(),
                        idempotencyKey),
                preference,
                http);
    }

    /** The shape of an intent id is part of the mapping: other words under this path are other resources. */
    @GetMapping("/{intentId:pi_.+}")
    ResponseEntity<Object> get(
            @PathVariable String intentId, HttpServletRequest http, HttpServletResponse response, Principal user) {
        String id = identify(http, response, user);
        WaitPreference preference = preference(http, response, settings.defaultWait());
        if (!Ids.INTENT.matcher(intentId).matches()) {
            throw ProblemException.of(ProblemCode.PAYMENT_NOT_FOUND, "There is no such payment.");
        }
        return answer(new PaymentRequest.Get(id, requests.now(), user.getName(), intentId), preference, http);
    }

    /** Asks for a reply. Doesn't wait unless {@code Prefer: wait} says so. */
    @GetMapping("/requests/{requestId}")
    ResponseEntity<Object> reply(
            @PathVariable String requestId, HttpServletRequest http, HttpServletResponse response, Principal user) {
        WaitPreference preference = preference(http, response, Duration.ZERO);
        Optional<PaymentReply> reply = lookup.find(requestId, user.getName(), preference.duration());
        return Answer.of(reply, requestId, settings.pollAfter());
    }

    private ResponseEntity<Object> answer(
            PaymentRequest.FromUser request, WaitPreference preference, HttpServletRequest http) {
        Optional<PaymentReply> reply =
                requests.ask(request, preference.duration(), headers -> Traceparent.copy(http, headers));
        return Answer.of(reply, request.requestId(), settings.pollAfter());
    }

    private String identify(HttpServletRequest http, HttpServletResponse response, Principal user) {
        String id = requests.newId(user.getName());
        HttpRequestId.become(http, response, id);
        return id;
    }

    private WaitPreference preference(HttpServletRequest http, HttpServletResponse response, Duration unasked) {
        WaitPreference preference = WaitPreference.of(headers(http, "Prefer"), unasked, settings.maxWait());
        if (preference.applied() != null) {
            response.setHeader("Preference-Applied", preference.applied());
        }
        return preference;
    }

    private static List<String> headers(HttpServletRequest http, String name) {
        return Collections.list(http.getHeaders(name));
    }
}
