package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SECRET = "whsec_first";
    private static final String BODY = "{\"id\":\"evt_1\", \"name\":\"Zoë 💳\"}";

    private final WebhookSignature signature = verifier(SECRET, "whsec_second");

    @Test
    void acceptsWhatStripesOwnLibrarySigned() throws Exception {
        assertThatCode(() -> verify(header(NOW, SECRET))).doesNotThrowAnyException();
        // And Stripe's library accepts what we compute.
        String ours = "t=%d,v1=%s".formatted(NOW.getEpochSecond(), hex(NOW.getEpochSecond(), SECRET));
        assertThat(Webhook.Signature.verifyHeader(BODY, ours, SECRET, 0)).isTrue();
    }

    @Test
    void acceptsEverySecretWhileOneIsRolled() {
        assertThatCode(() -> verify(header(NOW, "whsec_second"))).doesNotThrowAnyException();
    }

    @Test
    void acceptsWhenOneOfSeveralSignaturesMatches() {
        String header = "t=%d,v1=%s,v1=nonsense,v0=abc,v1=%s"
                .formatted(NOW.getEpochSecond(), "0".repeat(64), hex(NOW.getEpochSecond(), SECRET));

        assertThatCode(() -> verify(header)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void toleratesClocksThatDiffer(long seconds) {
        assertThatCode(() -> verify(header(NOW.plusSeconds(seconds), SECRET))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400})
    void refusesTimesTooFarOffEitherWay(long seconds) {
        assertRefused(header(NOW.plusSeconds(seconds), SECRET), ProblemCode.TIMESTAMP_OUT_OF_TOLERANCE);
    }

    @Test
    void refusesAnotherBody() {
        String header = header(NOW, SECRET);

        assertThatThrownBy(() -> signature.verify(List.of(header), (BODY + " ").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SIGNATURE_MISMATCH));
    }

    @Test
    void refusesAnotherTimeThanWasSigned() {
        String header = header(NOW, SECRET).replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 1));

        assertRefused(header, ProblemCode.SIGNATURE_MISMATCH);
    }

    @Test
    void refusesAnUnknownSecretAndOtherSchemes() {
        assertRefused(header(NOW, "whsec_other"), ProblemCode.SIGNATURE_MISMATCH);
        assertRefused(header(NOW, SECRET).replace("v1=", "v0="), ProblemCode.SIGNATURE_MALFORMED);
        assertRefused(
                header(NOW, SECRET).toUpperCase().replace("T=", "t=").replace("V1=", "v1="),
                ProblemCode.SIGNATURE_MISMATCH);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedHeaders(String header) {
        assertRefused(header, ProblemCode.SIGNATURE_MALFORMED);
    }

    static Stream<String> malformed() {
        String good = "v1=" + "0".repeat(64);
        return Stream.of(
                "",
                " ",
                ",",
                "=",
                "t",
                "t=",
                "v1",
                good,
                "t=1",
                "t=1,",
                "t=1," + good + ",",
                "t=," + good,
                "t=abc," + good,
                "t=-1," + good,
                "t=+1," + good,
                "t=1.0," + good,
                "t= 1," + good,
                "t=1,t=1," + good,
                "t=99999999999999999999," + good,
                "t=9999999999999999," + good,
                "t=١," + good,
                "=1," + good,
                "t=1;" + good);
    }

    @Test
    void refusesMoreSignaturesThanStripeEverSends() {
        String right = ",v1=" + hex(NOW.getEpochSecond(), SECRET);
        String wrong = ",v1=" + "0".repeat(64);

        assertThatCode(() -> verify("t=" + NOW.getEpochSecond() + wrong.repeat(15) + right))
                .doesNotThrowAnyException();
        assertRefused("t=" + NOW.getEpochSecond() + wrong.repeat(16) + right, ProblemCode.SIGNATURE_MALFORMED);
    }

    @Test
    void refusesAbsentAndRepeatedHeaders() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        String header = header(NOW, SECRET);

        assertThatThrownBy(() -> signature.verify(List.of(), body)).hasMessage(ProblemCode.SIGNATURE_MISSING.code());
        assertThatThrownBy(() -> signature.verify(List.of(header, header), body))
                .hasMessage(ProblemCode.SIGNATURE_MALFORMED.code());
    }

    @Test
    void neverShowsASecret() {
        assertThat(new SigningSecret(SECRET)).asString().doesNotContain(SECRET);
    }

    private static WebhookSignature verifier(String... secrets) {
        return new WebhookSignature(
                Arrays.stream(secrets).map(SigningSecret::new).toList(),
                Duration.ofSeconds(300),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void verify(String header) {
        signature.verify(List.of(header), BODY.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(String header, ProblemCode code) {
        assertThatThrownBy(() -> verify(header))
                .isInstanceOf(ProblemException.class)
                .hasMessage(code.code());
    }

    private static String header(Instant at, String secret) {
        try {
            String signed = Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + BODY);
            return "t=%d,v1=%s".formatted(at.getEpochSecond(), signed);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(long at, String secret) {
        byte[] mac = new SigningSecret(secret).sign(Long.toString(at), BODY.getBytes(StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(mac);
    }
}
