package com.moxton.payments.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MaskedJsonTest {

    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEifQ.c2lnbmF0dXJlLXgtMQ";

    @Test
    void indentsAnEventAndKeepsEveryDigitOfIt() {
        String shown = shown("""
                {"id":"evt_1","data":{"object":{"id":"pi_1","amount":4999,"ratio":0.10,"livemode":false,"x":null}}}""");

        assertThat(shown).contains("\n").contains("\"amount\" : 4999").contains("\"ratio\" : 0.10");
        assertThat(read(shown)).isEqualTo(read("""
                {"id":"evt_1","data":{"object":{"id":"pi_1","amount":4999,"ratio":0.10,"livemode":false,"x":null}}}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_secret",
                "secret",
                "Secret",
                "clientSecret",
                "CLIENT-SECRET",
                "authorization",
                "Authorization",
                "token",
                "access_token",
                "refreshToken",
                "api_key",
                "apiKey",
                "secret_key",
                "password",
                "OPS_PASSWORD",
                "passwordHash",
                "Stripe-Signature",
                "cvc",
                "Cookie"
            })
    void masksByTheNameOfTheField(String name) {
        String shown = shown("{\"data\":[{\"object\":{\"%s\":\"plain words\"}}]}".formatted(name));

        assertThat(read(shown).at("/data/0/object").get(name).asString()).isEqualTo("[masked]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "idempotency_key",
                "payment_method_types",
                "three_d_secure",
                "tokenization_method",
                "id",
                "key",
                "secretary"
            })
    void leavesOtherNames(String name) {
        assertThat(shown("{\"%s\":\"plain words\"}".formatted(name))).contains("plain words");
    }

    @Test
    void masksNumbersAndWhatIsNestedUnderASecretName() {
        JsonNode shown = read(shown("""
                {"token":1234,"secret":{"a":["x",{"b":7}],"c":null,"used":false},"after":"seen"}"""));

        assertThat(shown).isEqualTo(read("""
                {"token":"[masked]","secret":{"a":["[masked]",{"b":"[masked]"}],"c":null,"used":false},"after":"seen"}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pi_3Abc_secret_DefGhi123",
                "seti_1_secret_xYz",
                "cs_test_a1_secret_b2",
                "sk_live_51HabcDEF",
                "sk_test_51HabcDEF",
                "rk_live_51HabcDEF",
                "rk_test_1",
                "rk_0123456789ab",
                "ek_live_1abc",
                "whsec_abcDEF123+/=",
                JWT,
                "4242424242424242",
                "4242 4242 4242 4242",
                "4000-0566-5566-5556",
                "378282246310005",
                "6011000990139424"
            })
    void masksByTheLookWhereverItStands(String secret) {
        for (String body : new String[] {
            "{\"note\":\"%s\"}".formatted(secret),
            "{\"note\":\"before %s after\"}".formatted(secret),
            "{\"a\":[[{\"url\":\"https://shop/?payment_intent_client_secret=%s&x=1\"}]]}".formatted(secret),
            "{\"%s\":1}".formatted(secret),
            "\"%s\"".formatted(secret),
            "not json: %s!".formatted(secret),
            "{\"broken\":\"%s\"".formatted(secret),
            "{\"inner\":\"{\\\"k\\\":\\\"%s\\\"}\"}".formatted(secret)
        }) {
            assertThat(shown(body)).as(body).doesNotContain(secret).contains("[masked]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer abc.def-123 | Bearer [masked]",
                "authorization: Basic b3BzOnB3 | authorization: Basic [masked]",
                "client_secret=plainwords&order=1 | client_secret=[masked]&order=1",
                "{\"client_secret\": \"plainwords\", \"id\": 1 | {\"client_secret\": \"[masked]\", \"id\": 1",
                "x-api-key: 12ab | x-api-key: [masked]",
                "OPS_PASSWORD=hunter2 and more | OPS_PASSWORD=[masked] and more"
            })
    void masksNamedValuesInTextThatIsNoJson(String text, String shown) {
        assertThat(shown(text)).isEqualTo(shown);
        assertThat(MaskedJson.text(text)).isEqualTo(shown);
    }

    @Test
    void masksANumberThatIsACard() {
        assertThat(shown("{\"number\":4242424242424242,\"other\":4242424242424241}"))
                .doesNotContain("4242424242424242")
                .contains("4242424242424241");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pi_3424242424242424242",
                "1790000000000",
                "4242424242424241",
                "550e8400-e29b-41d4-a716-446655440000",
                "pk_test_51Habc",
                "client_secret_missing? no: secrets",
                "evt_1PabcDEF",
                "risk_test_case"
            })
    void leavesWhatIsNoSecret(String text) {
        if (text.contains("_secret_")) {
            // In doubt it is a secret; only the word is lost.
            assertThat(MaskedJson.text(text)).isEqualTo("[masked]? no: secrets");
        } else {
            assertThat(MaskedJson.text(text)).isEqualTo(text);
        }
    }

    @Test
    void showsControlCharacters() {
        assertThat(shown("a\u0000b\u001bc\r\nd\u007f\u202ee\u0085")).isEqualTo("a␀b␛c␍\nd␡\\u202ee\\u0085");
        assertThat(shown("{\"a\":\"x\u202ey\"}")).contains("x\\u202ey");
    }

    @Test
    void showsWhatIsNoText() {
        assertThat(MaskedJson.of(new byte[] {0x41, (byte) 0xff, 0x42, (byte) 0xc3}))
                .isEqualTo("A\uFFFDB\uFFFD");
        assertThat(MaskedJson.of(new byte[0])).isEqualTo("(empty)");
        assertThat(MaskedJson.of(null)).isEqualTo("(no body)");
        assertThat(shown(" ")).isEqualTo(" ");
    }

    @Test
    void masksWhateverTheEncoding() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThat(MaskedJson.of("{\"note\":\"sk_live_abc\"}".getBytes(charset)))
                    .contains("note")
                    .contains("[masked]")
                    .doesNotContain("abc");
            assertThat(MaskedJson.of("no json sk_live_abc".getBytes(charset)))
                    .contains("[masked]")
                    .doesNotContain("abc");
        }
    }

    @Test
    void cutsLongJsonAndSaysSo() {
        String body = "[" + "{\"client_secret\":\"abc\",\"n\":1},".repeat(100_000) + "1]";

        String shown = shown(body);

        assertThat(shown)
                .hasSizeLessThan(MaskedJson.LONGEST * 2)
                .endsWith("… [cut: the body has %d bytes]".formatted(body.length()))
                .doesNotContain("abc");
    }

    @Test
    void cutsLongTextAndLongStringsWithoutBaringHalfASecret() {
        String secret = "sk_live_" + "s".repeat(100);
        String text = "x ".repeat(MaskedJson.LONGEST / 2 - 2) + secret + " y".repeat(MaskedJson.LONGEST);
        String string = "x ".repeat(MaskedJson.LONGEST_STRING / 2 - 2) + secret + " y".repeat(100_000);

        assertThat(shown(text)).doesNotContain("sk_").endsWith("bytes]");
        assertThat(shown("{\"a\":\"" + string + "\"}")).doesNotContain("sk_").contains("characters in all]");
    }

    @Test
    void isNotSlowWhateverItIsGiven() {
        for (String part :
                new String[] {"a", "a_", "_secret", "4", "4 ", "eyJ", "token", "token:", "[", "{\"a\":", "sk_"}) {
            String text = part.repeat(3_000_000 / part.length());
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> shown(text), part);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> shown("\"" + text.replace("\"", "") + "\""), part);
        }
    }

    private static String shown(String body) {
        return MaskedJson.of(body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
