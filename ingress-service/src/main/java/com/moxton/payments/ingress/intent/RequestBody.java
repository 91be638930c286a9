package com.moxton.payments.ingress.intent;

import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object read strictly: no unknown and no duplicate members, no coercion of types, numbers digit for digit. It
 * collects what is wrong, so that a caller gets to know all of it at once.
 */
final class RequestBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Only what is harmless in a log or a page is said back to the caller. */
    private static final Pattern ECHOED = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** One thing that is wrong, at a JSON pointer. */
    record Violation(String pointer, String detail) {}

    private final ObjectNode object;
    private final List<Violation> violations = new ArrayList<>();

    private RequestBody(ObjectNode object) {
        this.object = object;
    }

    /**
     * @throws ProblemException 400 when it isn't one JSON object with members of the known names
     */
    static RequestBody parse(byte[] json, Set<String> members) {
        if (json.length == 0) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "The body is empty; a JSON object is needed.");
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException | ArithmeticException | NumberFormatException e) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST, "The body is not well-formed JSON, or names a member twice.");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "The body must be a JSON object.");
        }
        RequestBody body = new RequestBody(object);
        for (String name : object.propertyNames()) {
            if (!members.contains(name)) {
                body.reject(echo(name), "is not a known member");
            }
        }
        return body;
    }

    /** Also the way for checks that need more than one member. */
    void reject(String member, String detail) {
        violations.add(new Violation("/" + member, member + " " + detail));
    }

    /** The member's text, or null after a violation was noted. */
    @Nullable
    String required(String member, Pattern shape, String expectation) {
        JsonNode node = present(member);
        if (node == null) {
            reject(member, "is missing: " + expectation);
            return null;
        }
        return text(member, node, shape, expectation);
    }

    /** The member's text; null when it is absent, JSON null, or wrong, which is noted. */
    @Nullable
    String optional(String member, Pattern shape, String expectation) {
        JsonNode node = present(member);
        return node == null ? null : text(member, node, shape, expectation);
    }

    private @Nullable String text(String member, JsonNode node, Pattern shape, String expectation) {
        if (node.isString() && shape.matcher(node.stringValue()).matches()) {
            return node.stringValue();
        }
        reject(member, "must be " + expectation);
        return null;
    }

    /** A JSON number, digit for digit; null after a violation was noted. */
    @Nullable
    BigDecimal requiredNumber(String member) {
        JsonNode node = present(member);
        if (node == null) {
            reject(member, "is missing: a JSON number");
            return null;
        }
        if (!node.isNumber()) {
            reject(member, "must be a JSON number");
            return null;
        }
        return node.decimalValue();
    }

    /** The member's entries; empty when it is absent or JSON null, or not an object, which is noted. */
    Set<Map.Entry<String, JsonNode>> entries(String member) {
        JsonNode node = present(member);
        if (node == null) {
            return Set.of();
        }
        if (!(node instanceof ObjectNode entries)) {
            reject(member, "must be a JSON object");
            return Set.of();
        }
        return entries.properties();
    }

    /**
     * @throws ProblemException 400 with everything that was noted
     */
    void throwIfRejected() {
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(
                            ProblemCode.INVALID_REQUEST, violations.getFirst().detail() + ".")
                    .with("errors", List.copyOf(violations)));
        }
    }

    /** Whether UTF-8 can hold the text: JSON's escapes can spell half a character. */
    static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\0') < 0;
    }

    static String echo(String name) {
        return ECHOED.matcher(name).matches() ? name : "(a member)";
    }

    private @Nullable JsonNode present(String member) {
        JsonNode node = object.get(member);
        return node == null || node.isNull() ? null : node;
    }
}
