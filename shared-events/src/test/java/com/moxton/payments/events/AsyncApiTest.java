package com.moxton.payments.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.events.kafka.TopicSettings;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/api/asyncapi.yaml} says what is on the topics: names, headers, fields, and examples that the code reads. */
class AsyncApiTest {
    private static final Path FILE = Path.of("docs/api/asyncapi.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode DOCUMENT = read();

    @Test
    void describesEveryTopicAndNoOther() {
        assertThat(channels().map(channel -> text(channel, "address")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void namesPartitionsAndRetention(Topic topic) {
        JsonNode channel = channel(topic);

        assertThat(channel.at("/bindings/kafka/partitions").intValue())
                .isEqualTo(TopicSettings.defaults().partitions());
        assertThat(Duration.parse(text(channel, "x-retention"))).isEqualTo(topic.retention());
    }

    @Test
    void namesEveryHeaderAndNoOther() throws IllegalAccessException {
        Set<String> headers = new TreeSet<>();
        for (Field field : HeaderNames.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                headers.add((String) field.get(null));
            }
        }
        Set<String> described = new TreeSet<>();
        Stream.of("EventHeaders", "RequestHeaders")
                .forEach(schema ->
                        described.addAll(schema(schema).get("properties").propertyNames()));

        assertThat(described).isEqualTo(headers);
        assertThat(values(schema("EventHeaders").at("/properties/source/enum")))
                .isEqualTo(Stream.of(EventSource.values())
                        .map(EventSource::headerValue)
                        .collect(Collectors.toSet()));
    }

    static Stream<Class<?>> records() {
        return Stream.concat(
                Stream.of(PaymentRequest.class, PaymentReply.class).flatMap(AsyncApiTest::subtypes),
                Stream.of(PaymentUpdate.class, PaymentError.class, PaymentReply.NextAction.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void namesTheFieldsOfTheRecord(Class<?> type) {
        JsonNode schema = schema(type.getSimpleName());
        Set<String> fields = new TreeSet<>();
        Set<String> required = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(component.getName());
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        String wireName = wireName(type);
        if (wireName != null) {
            fields.add("type");
            required.add("type");
            assertThat(schema.at("/properties/type/const").stringValue()).isEqualTo(wireName);
        }

        assertThat(new TreeSet<>(schema.get("properties").propertyNames())).isEqualTo(fields);
        assertThat(schema.has("required") ? values(schema.get("required")) : Set.of())
                .isEqualTo(required);
    }

    @Test
    void namesEveryRefusal() {
        assertThat(values(schema("Refusal").get("enum")))
                .isEqualTo(Stream.of(Refusal.values()).map(Refusal::code).collect(Collectors.toSet()));
    }

    @Test
    void describesEveryKindOfRequestAndReply() {
        assertThat(messagesOf(Topic.PAYMENT_REQUESTS).map(AsyncApiTest::payloadType))
                .containsExactlyInAnyOrderElementsOf(subtypes(PaymentRequest.class)
                        .map(AsyncApiTest::wireName)
                        .toList());
        assertThat(messagesOf(Topic.PAYMENT_REPLIES).map(AsyncApiTest::payloadType))
                .containsExactlyInAnyOrderElementsOf(
                        subtypes(PaymentReply.class).map(AsyncApiTest::wireName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void givesExamplesThatFit(Topic topic) {
        assertThat(messagesOf(topic)).isNotEmpty().allSatisfy(message -> {
            JsonNode example = message.at("/examples/0");
            assertThat(errors(message.get("payload"), example.get("payload"))).isEmpty();
            if (example.has("headers")) {
                assertThat(errors(message.get("headers"), example.get("headers")))
                        .isEmpty();
                assertThat(resolve(message.get("headers")).get("properties").propertyNames())
                        .containsAll(example.get("headers").propertyNames());
            }
        });
    }

    @Test
    void givesExamplesThatTheCodeReadsAndWrites() {
        messagesOf(Topic.PAYMENT_REQUESTS).forEach(message -> {
            PaymentRequest request = EventJson.read(payload(message), PaymentRequest.class);
            assertThat(request.key()).isEqualTo(key(message));
            assertSame(request, message);
        });
        messagesOf(Topic.PAYMENT_REPLIES).forEach(message -> {
            PaymentReply reply = EventJson.read(payload(message), PaymentReply.class);
            assertThat(reply.requestId()).isEqualTo(key(message));
            assertSame(reply, message);
        });
        messagesOf(Topic.PAYMENT_UPDATES).forEach(message -> {
            PaymentUpdate update = EventJson.read(payload(message), PaymentUpdate.class);
            assertThat(update.paymentId()).isEqualTo(key(message));
            assertSame(update, message);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe.events", "stripe.events.dlt"})
    void givesAnEventThatTheCodeWouldPublishSo(String topic) {
        JsonNode message = messages(
                        channels().filter(channel -> text(channel, "address").equals(topic)))
                .findFirst()
                .orElseThrow();
        JsonNode headers = message.at("/examples/0/headers");

        ProducerRecord<String, byte[]> record = StripeEventRecord.of(
                StripeEventHead.parse(payload(message)),
                payload(message),
                Instant.parse(text(headers, HeaderNames.RECEIVED_AT)),
                EventSource.WEBHOOK);

        assertThat(record.key()).isEqualTo(key(message));
        record.headers()
                .forEach(header -> assertThat(RecordHeaders.text(record.headers(), header.key()))
                        .as(header.key())
                        .isEqualTo(text(headers, header.key())));
    }

    private static void assertSame(Object value, JsonNode message) {
        assertThat(JSON.readTree(EventJson.write(value))).isEqualTo(JSON.readTree(payload(message)));
    }

    private static byte[] payload(JsonNode message) {
        return message.at("/examples/0/payload").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String key(JsonNode message) {
        return message.at("/bindings/kafka/key/examples/0").stringValue();
    }

    private static String payloadType(JsonNode message) {
        return text(resolve(message.get("payload")).get("properties").get("type"), "const");
    }

    private static List<?> errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(whole)
                .validate(value);
    }

    private static Stream<Class<?>> subtypes(Class<?> type) {
        return Arrays.stream(type.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::value);
    }

    private static @Nullable String wireName(Class<?> type) {
        return Stream.of(PaymentRequest.class, PaymentReply.class)
                .flatMap(parent ->
                        Arrays.stream(parent.getAnnotation(JsonSubTypes.class).value()))
                .filter(subtype -> subtype.value() == type)
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElse(null);
    }

    private static Stream<JsonNode> channels() {
        return DOCUMENT.get("channels").valueStream();
    }

    private static JsonNode channel(Topic topic) {
        return channels()
                .filter(channel -> text(channel, "address").equals(topic.topicName()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> messagesOf(Topic topic) {
        return messages(Stream.of(channel(topic)));
    }

    private static Stream<JsonNode> messages(Stream<JsonNode> channels) {
        return channels.flatMap(channel -> channel.get("messages").valueStream())
                .map(AsyncApiTest::resolve);
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    private static JsonNode resolve(JsonNode reference) {
        return DOCUMENT.at(text(reference, "$ref").substring(1));
    }

    private static Set<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).stringValue();
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(Files.readString(
                            Files.exists(FILE) ? FILE : Path.of("..").resolve(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
