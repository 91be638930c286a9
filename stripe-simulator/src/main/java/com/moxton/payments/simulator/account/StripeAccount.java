package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.intent.Change;
import com.moxton.payments.simulator.intent.IntentForm;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.Lifecycle;
import com.moxton.payments.simulator.intent.PaymentIntent;
import com.moxton.payments.simulator.intent.PaymentMethod;
import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The PaymentIntents of all accounts and what can be done with them. The journal's lock guards it all: a step is a few
 * microseconds of work in memory, and the order of events is then the order of changes.
 *
 * <p>Every method may throw a {@link StripeRefusal}; a refusal for a declined card comes after the change was made.
 */
public final class StripeAccount {

    public static final String AUTHENTICATION_PATH = "/_simulator/authenticate/";

    /** Tells the world of a change; called with the journal locked, so in the order of the changes. */
    @FunctionalInterface
    public interface Announcements {
        void announce(Change change, Caller caller);
    }

    private final Bounded<PaymentIntent> intents;
    private final Bounded<ObjectNode> charges;
    private final PaymentMethods methods;
    private final Owners owners;
    private final Map<String, String> authentications = new HashMap<>();
    private final InstantSource clock;
    private final Supplier<String> baseUrl;
    private final Announcements announcements;
    private final Journal journal;

    /** @param capacity of each sort of object: the oldest are forgotten */
    public StripeAccount(
            int capacity, InstantSource clock, Supplier<String> baseUrl, Announcements announcements, Journal journal) {
        this.intents = new Bounded<>(capacity);
        this.charges = new Bounded<>(capacity);
        this.methods = new PaymentMethods(capacity, clock, journal);
        // An intent and its charge.
        this.owners = new Owners(2 * capacity, journal);
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.announcements = announcements;
        this.journal = journal;
    }

    public ObjectNode create(Form form, Caller caller) {
        return journal.together(() -> {
            boolean confirm = form.flag("confirm");
            if (!confirm && form.has("return_url")) {
                throw StripeRefusal.badParameter(
                        null, "return_url", "You may only pass `return_url` when `confirm` is true.");
            }
            PaymentIntent intent = IntentForm.create(form, now());
            owners.put(intent.id(), caller.account());
            PaymentMethod method = methods.in(form);
            if (method != null) {
                intent.attach(method);
            }
            ObjectNode created = apply(Lifecycle.create(intent, now()), caller);
            return confirm ? confirm(intent, method, form, caller) : created;
        });
    }

    public ObjectNode update(String id, Form form, Caller caller) {
        return journal.together(() -> {
            PaymentIntent updated = IntentForm.update(require(id, caller), form);
            PaymentMethod method = methods.in(form);
            if (method != null) {
                updated.attach(method);
            }
            return apply(new Change(updated, List.of(), null), caller);
        });
    }

    public ObjectNode confirm(String id, Form form, Caller caller) {
        return journal.together(() -> {
            PaymentIntent intent = IntentForm.confirm(require(id, caller), form);
            PaymentMethod named = methods.in(form);
            return confirm(intent, named == null ? methods.of(intent) : named, form, caller);
        });
    }

    private ObjectNode confirm(PaymentIntent intent, @Nullable PaymentMethod method, Form form, Caller caller) {
        String token = StripeIds.next("payatt_3");
        Change change = Lifecycle.of(intent, now())
                .confirm(method, baseUrl.get() + AUTHENTICATION_PATH + token, form.text("return_url"));
        authentications.values().removeIf(intent.id()::equals);
        if (change.intent().status() == IntentStatus.REQUIRES_ACTION) {
            authentications.put(token, intent.id());
        }
        return apply(change, caller);
    }

    public ObjectNode cancel(String id, Form form, Caller caller) {
        return journal.together(() -> {
            String reason = IntentForm.cancellationReason(form);
            return apply(Lifecycle.of(require(id, caller), now()).cancel(reason), caller);
        });
    }

    public ObjectNode capture(String id, Form form, Caller caller) {
        return journal.together(() -> {
            form.allowOnly(Set.of("amount_to_capture", "expand", "final_capture", "metadata"));
            return apply(Lifecycle.of(require(id, caller), now()).capture(form.integer("amount_to_capture")), caller);
        });
    }

    /** The customer has proved who they are, or has failed to. */
    public ObjectNode authenticate(String id, boolean proven) {
        return journal.together(() -> {
            PaymentIntent intent = require(id);
            Change change = Lifecycle.of(intent, now()).authenticated(methods.of(intent), proven);
            authentications.values().removeIf(id::equals);
            return apply(change, Caller.nobodyOf(owners.of(id)));
        });
    }

    /** The bank has decided about what is {@code processing}. */
    public ObjectNode settle(String id) {
        return journal.together(() -> {
            PaymentIntent intent = require(id);
            return apply(Lifecycle.of(intent, now()).settled(methods.of(intent)), Caller.nobodyOf(owners.of(id)));
        });
    }

    /** The intent whose customer is at this authentication page. */
    public Optional<PaymentIntent> authenticating(String token) {
        return journal.together(
                () -> Optional.ofNullable(authentications.get(token)).flatMap(this::find));
    }

    public Optional<PaymentIntent> find(String id) {
        return journal.together(() -> Optional.ofNullable(intents.get(id)).map(PaymentIntent::copy));
    }

    public PaymentIntent require(String id) {
        return find(id).orElseThrow(() -> StripeRefusal.missing("payment_intent", id));
    }

    /** The same, for a call about the objects of one account. */
    public PaymentIntent require(String id, Caller caller) {
        return journal.together(() -> {
            if (!owners.owns(caller.account(), id)) {
                throw StripeRefusal.missing("payment_intent", id);
            }
            return require(id);
        });
    }

    /** Null for the platform. */
    public @Nullable String ownerOf(String id) {
        return journal.together(() -> Optional.ofNullable(owners.of(id))).orElse(null);
    }

    /** Copies, oldest first. */
    public List<PaymentIntent> all() {
        return journal.together(
                () -> intents.oldestFirst().stream().map(PaymentIntent::copy).toList());
    }

    public ObjectNode list(Form form, Caller caller) {
        form.allowOnly(Set.of("limit", "starting_after", "ending_before", "created", "customer", "expand"));
        String customer = form.text("customer");
        return journal.together(() -> new Page<>("payment_intent", PaymentIntent::id, PaymentIntent::created)
                .of(
                        intents.oldestFirst().reversed(),
                        form,
                        intent -> owners.owns(caller.account(), intent.id())
                                && (customer == null || customer.equals(intent.text("customer"))),
                        intent -> intent.copy().json()));
    }

    public ObjectNode createMethod(Form form) {
        return journal.together(() -> methods.create(form).json());
    }

    public ObjectNode method(String id) {
        return journal.together(() -> methods.require(id).json());
    }

    public ObjectNode charge(String id, Caller caller) {
        return journal.together(() -> Optional.ofNullable(charges.get(id))
                .filter(charge -> owners.owns(caller.account(), id))
                .orElseThrow(() -> StripeRefusal.missing("charge", id))
                .deepCopy());
    }

    /** Takes up what was remembered, before the first call. */
    public void restore(Memories memories) {
        methods.restore(memories);
        owners.restore(memories);
        memories.forEach(Sort.CHARGE, charges::put);
        memories.forEach(Sort.INTENT, (id, json) -> {
            PaymentIntent intent = new PaymentIntent(json);
            intents.put(id, intent);
            String page = intent.authenticationPage();
            if (page != null) {
                authentications.put(page.substring(page.lastIndexOf('/') + 1), id);
            }
        });
    }

    private ObjectNode apply(Change change, Caller caller) {
        PaymentIntent intent = change.intent();
        intents.put(intent.id(), intent);
        journal.write(Sort.INTENT, intent.id(), intent.json());
        change.happenings().stream()
                .filter(happening -> happening.type().startsWith("charge."))
                .forEach(happening -> keepCharge(happening.object(), caller));
        announcements.announce(change, caller);
        if (change.refusal() != null) {
            throw change.refusal();
        }
        return intent.copy().json();
    }

    private void keepCharge(ObjectNode charge, Caller caller) {
        String id = charge.path("id").asString();
        charges.put(id, charge);
        owners.put(id, caller.account());
        journal.write(Sort.CHARGE, id, charge);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
