package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.account.StripeAccount;
import com.moxton.payments.simulator.event.Delivery;
import com.moxton.payments.simulator.event.EventLog;
import com.moxton.payments.simulator.event.WebhookSender;
import com.moxton.payments.simulator.intent.PaymentIntent;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.simulator.knob.Faults;
import com.moxton.payments.simulator.knob.Knobs;
import com.moxton.payments.simulator.wire.StripeJson;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The knobs over HTTP, under {@code /_simulator}: for scripts, and for tests in another process. */
public final class ControlApi {

    private static final Pattern INTENT = Pattern.compile("/_simulator/intents/([^/]+)/(authenticate|settle)");
    private static final Pattern EVENT = Pattern.compile("/_simulator/events/([^/]+)/resend");

    private final StripeAccount account;
    private final EventLog events;
    private final WebhookSender sender;
    private final Knobs knobs;
    private final Faults faults;
    private final Calls calls;

    public ControlApi(
            StripeAccount account, EventLog events, WebhookSender sender, Knobs knobs, Faults faults, Calls calls) {
        this.account = account;
        this.events = events;
        this.sender = sender;
        this.knobs = knobs;
        this.faults = faults;
        this.calls = calls;
    }

    ApiAnswer handle(ApiRequest request) {
        try {
            return ApiAnswer.json(200, run(request));
        } catch (JacksonException e) {
            throw StripeRefusal.badParameter(null, null, "The body is not JSON.");
        } catch (IllegalArgumentException e) {
            throw StripeRefusal.badParameter(null, null, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode run(ApiRequest request) {
        switch (request.method() + " " + request.path()) {
            case "GET /_simulator/knobs" -> {
                return knobs.toJson();
            }
            case "POST /_simulator/knobs" -> {
                knobs.turn(StripeJson.parseObject(request.body()));
                releaseUnlessHeld();
                return knobs.toJson();
            }
            case "DELETE /_simulator/knobs" -> {
                faults.forget();
                knobs.reset();
                releaseUnlessHeld();
                return knobs.toJson();
            }
            case "POST /_simulator/faults" -> {
                return plan(StripeJson.parseObject(request.body()));
            }
            case "GET /_simulator/state" -> {
                return state();
            }
            case "POST /_simulator/webhooks/release" -> {
                return StripeJson.object().put("released", sender.release());
            }
            default -> {
                return runOnOne(request);
            }
        }
    }

    private void releaseUnlessHeld() {
        if (!knobs.webhooks().held()) {
            sender.release();
        }
    }

    private JsonNode runOnOne(ApiRequest request) {
        Matcher intent = INTENT.matcher(request.path());
        Matcher event = EVENT.matcher(request.path());
        if (request.method().equals("POST") && intent.matches()) {
            String id = intent.group(1);
            return intent.group(2).equals("settle") ? account.settle(id) : authenticate(id, request.body());
        }
        if (request.method().equals("POST") && event.matches()) {
            sender.resend(event.group(1));
            return StripeJson.object().put("resent", event.group(1));
        }
        throw StripeRefusal.unknownUrl(request.method(), request.path());
    }

    private JsonNode authenticate(String id, String body) {
        String outcome = body.isEmpty()
                ? "succeed"
                : StripeJson.parseObject(body).path("outcome").asString("succeed");
        return switch (outcome) {
            case "succeed" -> account.authenticate(id, true);
            case "fail" -> account.authenticate(id, false);
            default -> throw new IllegalArgumentException("outcome must be succeed or fail");
        };
    }

    private JsonNode plan(JsonNode body) {
        Fault fault = switch (body.path("kind").asString("")) {
            case "error" -> new Fault.Fails(body.path("status").asInt(500));
            case "drop_before" -> new Fault.DropsBefore();
            case "drop_after" -> new Fault.DropsAfter();
            case "hang" -> new Fault.Hangs();
            default -> throw new IllegalArgumentException("kind must be error, drop_before, drop_after or hang");
        };
        String endpoint = body.path("endpoint").asString("");
        if (endpoint.isEmpty()) {
            throw new IllegalArgumentException("endpoint is missing, POST /v1/payment_intents for instance");
        }
        int times = body.path("times").asInt(1);
        faults.plan(endpoint, fault, times);
        return StripeJson.object().put("planned", times);
    }

    /** Without client secrets: this is looked at by people and printed by tests. */
    private JsonNode state() {
        ObjectNode state = StripeJson.object();
        ArrayNode intents = state.putArray("intents");
        account.all().stream().map(PaymentIntent::json).forEach(intent -> intents.add(intent.without("client_secret")));
        state.set("calls", StripeJson.mapper().valueToTree(calls.counts()));
        state.set("latestCalls", StripeJson.mapper().valueToTree(calls.latest()));
        state.put("heldWebhooks", sender.heldCount());
        ArrayNode deliveries = state.putArray("deliveries");
        events.deliveries().forEach(delivery -> deliveries.add(render(delivery)));
        return state;
    }

    private JsonNode render(Delivery delivery) {
        ObjectNode json = StripeJson.object();
        json.put("event", delivery.event().id());
        json.put("type", delivery.event().type());
        json.put("endpoint", delivery.endpoint().toString());
        json.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        json.set("attempts", StripeJson.mapper().valueToTree(delivery.attempts()));
        return json;
    }
}
