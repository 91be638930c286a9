package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.account.Accounts;
import com.moxton.payments.simulator.account.Caller;
import com.moxton.payments.simulator.account.EventsApi;
import com.moxton.payments.simulator.account.StripeAccount;
import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.simulator.knob.Faults;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of the API from its key to its answer. The layers come in Stripe's order: key, rate limit, idempotency,
 * endpoint; so a 429 leaves no trace, and a 500 of the endpoint is remembered.
 */
public final class StripeApi {

    private static final Logger log = LoggerFactory.getLogger(StripeApi.class);

    private final StripeAccount account;
    private final Faults faults;
    private final Set<String> apiKeys;
    private final Accounts accounts;
    private final IdempotencyKeys keys;
    private final Calls calls;
    private final Journal journal;
    private final Routes routes;

    /** @param apiKeys the secret keys that are valid; empty takes everything that looks like a test key */
    public StripeApi(
            StripeAccount account,
            EventsApi events,
            Faults faults,
            Set<String> apiKeys,
            Accounts accounts,
            IdempotencyKeys keys,
            Calls calls,
            Journal journal) {
        this.account = account;
        this.faults = faults;
        this.apiKeys = apiKeys;
        this.accounts = accounts;
        this.keys = keys;
        this.calls = calls;
        this.journal = journal;
        this.routes = new Routes()
                .add("POST /v1/payment_intents", (id, form, caller) -> account.create(form, caller))
                .add("GET /v1/payment_intents", (id, form, caller) -> account.list(form, caller))
                .addForBrowsers(
                        "GET /v1/payment_intents/{id}",
                        (id, form, caller) -> account.require(id, caller).json())
                .add("POST /v1/payment_intents/{id}", account::update)
                .addForBrowsers("POST /v1/payment_intents/{id}/confirm", account::confirm)
                .add("POST /v1/payment_intents/{id}/cancel", account::cancel)
                .add("POST /v1/payment_intents/{id}/capture", account::capture)
                .add("GET /v1/events", (id, form, caller) -> events.list(form, caller))
                .add("GET /v1/events/{id}", (id, form, caller) -> events.retrieve(id, caller))
                .addForBrowsers("POST /v1/payment_methods", (id, form, caller) -> account.createMethod(form))
                .add("GET /v1/payment_methods/{id}", (id, form, caller) -> account.method(id))
                .add("GET /v1/charges/{id}", (id, form, caller) -> account.charge(id, caller));
    }

    /** Takes up what was remembered, before the first call. */
    public void restore(Memories memories) {
        keys.restore(memories);
    }

    Outcome handle(ApiRequest request, String requestId) throws InterruptedException {
        Routes.@Nullable Match match =
                routes.find(request.method(), request.path()).orElse(null);
        String endpoint = match == null ? "unknown" : match.route().name();
        Outcome outcome;
        try {
            outcome = admitted(request, requestId, match);
        } catch (StripeRefusal refusal) {
            outcome = Outcome.answered(ApiAnswer.refusal(refusal, requestId));
        }
        calls.record(endpoint, request, outcome.answer(), outcome.fate());
        return outcome;
    }

    private Outcome admitted(ApiRequest request, String requestId, Routes.@Nullable Match match)
            throws InterruptedException {
        Form form = request.form();
        ApiKey key = ApiKey.of(request.authorization(), form.text("key"), apiKeys);
        if (match == null) {
            throw StripeRefusal.unknownUrl(request.method(), request.path());
        }
        String owner = owner(key, request, match);
        if (faults.overLimit()) {
            throw StripeRefusal.rateLimited();
        }
        Optional<Fault> fault = faults.next(match.route().name());
        if (fault.orElse(null) instanceof Fault.DropsBefore) {
            return new Outcome(ApiAnswer.refusal(StripeRefusal.broken(503, false), requestId), Outcome.Fate.DROP);
        }
        if (fault.orElse(null) instanceof Fault.Fails(int status) && status != 500) {
            throw failure(status);
        }
        boolean breaks = fault.orElse(null) instanceof Fault.Fails;
        ApiAnswer answer = idempotent(request, requestId, match, form, key, owner, breaks);
        Outcome.Fate fate = switch (fault.orElse(null)) {
            case Fault.DropsAfter ignored -> Outcome.Fate.DROP;
            case Fault.Hangs ignored -> Outcome.Fate.HANG;
            case null, default -> Outcome.Fate.ANSWER;
        };
        return new Outcome(answer, fate);
    }

    private ApiAnswer idempotent(
            ApiRequest request,
            String requestId,
            Routes.Match match,
            Form form,
            ApiKey apiKey,
            @Nullable String owner,
            boolean breaks)
            throws InterruptedException {
        String key = request.method().equals("POST") ? request.idempotencyKey() : null;
        if (key == null) {
            Thread.sleep(faults.latency());
            return run(requestId, match, form, apiKey, new Caller(requestId, null, owner), breaks)
                    .answer();
        }
        // Each account has its own.
        String scoped = owner == null ? key : owner + "/" + key;
        Optional<ApiAnswer> before = keys.begin(scoped, request.path(), form.fingerprint(), requestId);
        if (before.isPresent()) {
            return before.get().with("Idempotency-Key", key);
        }
        try {
            // The key is in use for as long as the call takes.
            Thread.sleep(faults.latency());
        } catch (InterruptedException e) {
            keys.finish(scoped, null);
            throw e;
        }
        Ran ran = journal.together(() -> {
            Ran done = run(requestId, match, form, apiKey, new Caller(requestId, key, owner), breaks);
            keys.finish(scoped, done.remembered() ? done.answer() : null);
            return done;
        });
        return ran.answer().with("Idempotency-Key", key).with("Original-Request", requestId);
    }

    /** A browser proves by the client secret what it may do, whoever's the intent is. */
    private @Nullable String owner(ApiKey key, ApiRequest request, Routes.Match match) {
        return key.publishable() ? account.ownerOf(match.id()) : accounts.of(key.secret(), request.account());
    }

    private record Ran(ApiAnswer answer, boolean remembered) {}

    private Ran run(String requestId, Routes.Match match, Form form, ApiKey apiKey, Caller caller, boolean breaks) {
        try {
            if (breaks) {
                throw StripeRefusal.broken(500, true);
            }
            if (apiKey.publishable()) {
                requireForBrowser(match, form);
            }
            ObjectNode body = match.route().action().run(match.id(), form, caller);
            return new Ran(ApiAnswer.json(200, apiKey.publishable() ? BrowserView.of(body) : body), true);
        } catch (StripeRefusal refusal) {
            return new Ran(ApiAnswer.refusal(refusal, requestId), refusal.remembered());
        } catch (RuntimeException e) {
            log.error("the simulator itself broke in {}", match.route().name(), e);
            return new Ran(ApiAnswer.refusal(StripeRefusal.broken(500, true), requestId), true);
        }
    }

    /** A browser may do with an intent what it holds the client secret of. */
    private void requireForBrowser(Routes.Match match, Form form) {
        if (!match.route().publishable()) {
            throw StripeRefusal.unauthenticated(
                    "secret_key_required",
                    "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a "
                            + "list of your API keys at https://dashboard.stripe.com/account/apikeys.");
        }
        if (!match.id().isEmpty() && !account.require(match.id()).clientSecret().equals(form.text("client_secret"))) {
            throw StripeRefusal.badParameter(
                    "payment_intent_invalid_parameter",
                    "client_secret",
                    "The client_secret provided does not match any associated PaymentIntent on this account. Ensure the "
                            + "provided client_secret and PaymentIntent belong to the same account.");
        }
    }

    private static StripeRefusal failure(int status) {
        return switch (status) {
            case 401 -> StripeRefusal.unauthenticated(null, "Invalid API Key provided: sk_test_****");
            case 409 -> StripeRefusal.locked(409);
            case 429 -> StripeRefusal.rateLimited();
            default ->
                status >= 500
                        ? StripeRefusal.broken(status, false)
                        : StripeRefusal.badParameter(null, null, "The simulator was told to refuse this call.");
        };
    }
}
