package com.moxton.payments.worker.consume;

import com.moxton.payments.events.ChargeCurrency;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads events field by field from the raw body. stripe-java would refuse to, whenever an event's API version isn't its
 * own, and stored events keep their version for ever.
 */
public final class StripeEventReader {

    /** Every version of the API has had these, and meant the same by them. */
    private static final EventFields.Wanted WANTED = EventFields.Wanted.of(Set.of(
            "id",
            "object",
            "type",
            "created",
            "livemode",
            "account",
            "data",
            "data.object",
            "data.object.id",
            "data.object.object",
            "data.object.payment_intent",
            "data.object.payment_intent.id",
            "data.object.status",
            "data.object.amount",
            "data.object.amount_received",
            "data.object.currency",
            "data.object.created",
            "data.object.metadata",
            "data.object.metadata.*",
            "data.object.last_payment_error",
            "data.object.last_payment_error.type",
            "data.object.last_payment_error.code",
            "data.object.last_payment_error.decline_code",
            "data.object.last_payment_error.message"));

    static final String CREATED = "payment_intent.created";
    private static final String PAYMENT_FAILED = "payment_intent.payment_failed";

    private static final Set<String> HANDLED = Set.of(
            CREATED,
            "payment_intent.requires_action",
            "payment_intent.processing",
            "payment_intent.amount_capturable_updated",
            "payment_intent.partially_funded",
            "payment_intent.succeeded",
            PAYMENT_FAILED,
            "payment_intent.canceled");

    /** A spelling of {@value #PAYMENT_FAILED} that some senders use. */
    private static final String FAILED = "payment_intent.failed";

    /** What the columns of ids and types hold. */
    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** Far beyond what Stripe takes, and still inside DECIMAL(19,4). */
    private static final long GREATEST_AMOUNT = 999_999_999_999_999L;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * @throws MalformedEventException when it is no Stripe event, or one of a type that concerns us and lacks what we need;
     *     the message names the field and never its value
     */
    public StripeEvent read(ConsumerRecord<?, byte[]> record) {
        return read(record.value(), RecordHeaders.text(record.headers(), HeaderNames.STRIPE_ACCOUNT));
    }

    /** As {@link #read(ConsumerRecord)}, of a body without a record: only what the body names is known of its account. */
    public StripeEvent read(byte @Nullable [] body) {
        return read(body, null);
    }

    private StripeEvent read(byte @Nullable [] body, @Nullable String signer) {
        if (body == null || body.length == 0) {
            throw new MalformedEventException("The record is empty");
        }
        EventFields event = fields(body);
        if (!event.optionalText("object").orElse("event").equals("event")) {
            throw new MalformedEventException("object is not event");
        }
        String id = identifier("id", event.text("id"));
        String type = identifier("type", event.text("type"));
        Instant created = second("created", event.number("created"));
        String account = account(event.optionalText("account").orElse(null), signer);
        return new StripeEvent(
                id,
                type,
                created,
                event.optionalBoolean("livemode").orElse(null),
                account,
                intentId(event),
                observation(id, account, type, created, event));
    }

    /**
     * Whose event it is: a connected account's says so; that of a separate account is told by who signed it, which ingress,
     * or the backfill, wrote into the header.
     */
    private static @Nullable String account(@Nullable String named, @Nullable String signer) {
        if (named != null && signer != null && !named.equals(signer)) {
            throw new MalformedEventException("account is another than the record's header names");
        }
        String account = named == null ? signer : named;
        return account == null ? null : identifier("account", account);
    }

    private static @Nullable Observation observation(
            String id, @Nullable String account, String type, Instant created, EventFields event) {
        String cause = type.equals(FAILED) ? PAYMENT_FAILED : type;
        return HANDLED.contains(cause)
                ? new Observation(id, account, cause, created, cause.equals(CREATED), intent(event, created))
                : null;
    }

    private EventFields fields(byte[] body) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("Not a JSON object");
            }
            EventFields fields = EventFields.read(parser, WANTED);
            if (parser.nextToken() != null) {
                throw new MalformedEventException("Something follows the JSON object");
            }
            return fields;
        } catch (JacksonException e) {
            // No message of Jackson's: it quotes the source.
            throw new MalformedEventException("Not JSON: " + e.getClass().getSimpleName());
        }
    }

    private static @Nullable String intentId(EventFields event) {
        EventFields data = event.objectIfAny("data");
        EventFields object = data == null ? null : data.objectIfAny("object");
        if (object == null) {
            return null;
        }
        EventFields expanded = object.objectIfAny("payment_intent");
        String id = "payment_intent".equals(object.textIfAny("object"))
                ? object.textIfAny("id")
                : expanded != null ? expanded.textIfAny("id") : object.textIfAny("payment_intent");
        return id != null && IDENTIFIER.matcher(id).matches() ? id : null;
    }

    private static IntentSnapshot intent(EventFields event, Instant eventCreated) {
        EventFields object = event.object("data").object("object");
        if (!object.optionalText("object").orElse("payment_intent").equals("payment_intent")) {
            throw new MalformedEventException("data.object is not a payment_intent");
        }
        String currency = object.text("currency").toLowerCase(Locale.ROOT);
        try {
            PaymentStatus status = PaymentStatus.fromStripe(object.text("status"));
            long amount = object.number("amount");
            long received =
                    object.optionalNumber("amount_received").orElse(status == PaymentStatus.SUCCEEDED ? amount : 0);
            return new IntentSnapshot(
                    identifier("data.object.id", object.text("id")),
                    status,
                    new Money(major(amount, currency), currency),
                    major(received, currency),
                    object.optionalObject("last_payment_error")
                            .map(StripeEventReader::error)
                            .orElse(null),
                    object.optionalObject("metadata")
                            .map(StripeEventReader::metadata)
                            .orElse(Map.of()),
                    object.optionalNumber("created")
                            .map(created -> second("data.object.created", created))
                            .orElse(eventCreated));
        } catch (IllegalArgumentException e) {
            // Our own messages, about status, currency and amount.
            throw new MalformedEventException("data.object: " + e.getMessage());
        }
    }

    private static BigDecimal major(long smallestUnits, String currency) {
        if (smallestUnits < 0 || smallestUnits > GREATEST_AMOUNT) {
            throw new IllegalArgumentException("amount is out of range");
        }
        return BigDecimal.valueOf(smallestUnits, ChargeCurrency.stripeDecimals(currency));
    }

    private static PaymentError error(EventFields error) {
        String code =
                error.optionalText("code").or(() -> error.optionalText("type")).orElse("unknown");
        return new PaymentError(
                code,
                error.optionalText("decline_code").orElse(null),
                error.optionalText("message").orElse(null));
    }

    private static Map<String, String> metadata(EventFields metadata) {
        Map<String, String> texts = new HashMap<>();
        for (String key : metadata.names()) {
            metadata.optionalText(key).ifPresent(value -> texts.put(key, value));
        }
        return texts;
    }

    private static String identifier(String field, String text) {
        if (!IDENTIFIER.matcher(text).matches()) {
            throw new MalformedEventException(field + " is not an identifier of at most 255 characters");
        }
        return text;
    }

    private static Instant second(String field, long epochSecond) {
        if (epochSecond < 0 || epochSecond >= LATEST.getEpochSecond()) {
            throw new MalformedEventException(field + " is not a time");
        }
        return Instant.ofEpochSecond(epochSecond);
    }
}
