package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class UnverifiedWebhooksTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SECRET = "whsec_test";
    private static final byte[] EVENT = Webhooks.event("evt_1", "pi_1");
    private static final String FORGED = "t=" + NOW.getEpochSecond() + ",v1=" + "0".repeat(64);

    private final WebhookController controller =
            WebhookControllers.of(List.of(SECRET), 3, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void readsNoBodyFromAnExhaustedAddressWhenItsHeaderTellsEnough() {
        exhaust("203.0.113.1");

        for (String header : List.of("nonsense", "t=1", "t=1,v1=" + "0".repeat(64))) {
            MockHttpServletRequest unread = unreadable("203.0.113.1", header);
            assertRefused(unread, ProblemCode.TOO_MANY_REQUESTS);
        }
        MockHttpServletRequest bare = unreadable("203.0.113.1", "");
        bare.removeHeader("Stripe-Signature");
        assertRefused(bare, ProblemCode.TOO_MANY_REQUESTS);
    }

    @Test
    void verifiesWhatMightBeStripesFromAnyAddress() {
        exhaust("203.0.113.1");

        String genuine = Webhooks.signature(EVENT, SECRET, NOW);

        assertThatCode(() -> receive(request("203.0.113.1", genuine))).doesNotThrowAnyException();
        assertRefused(request("203.0.113.1", FORGED), ProblemCode.TOO_MANY_REQUESTS);
    }

    @Test
    void countsNothingThatStripeSigned() {
        byte[] body = "{}".getBytes();
        String genuine = Webhooks.signature(body, SECRET, NOW);
        for (int i = 0; i < 10; i++) {
            MockHttpServletRequest request = request("203.0.113.1", genuine);
            request.setContent(body);
            assertRefused(request, ProblemCode.NOT_A_STRIPE_EVENT);
        }

        assertRefused(request("203.0.113.1", FORGED), ProblemCode.SIGNATURE_MISMATCH);
    }

    @Test
    void countsANetworkOfIpv6AsOne() {
        assertRefused(request("2001:db8::1", FORGED), ProblemCode.SIGNATURE_MISMATCH);
        assertRefused(request("2001:db8::2", FORGED), ProblemCode.SIGNATURE_MISMATCH);
        assertRefused(request("2001:db8::3", FORGED), ProblemCode.SIGNATURE_MISMATCH);

        assertRefused(request("2001:db8::4", FORGED), ProblemCode.TOO_MANY_REQUESTS);
        assertRefused(request("2001:db8:0:1::4", FORGED), ProblemCode.SIGNATURE_MISMATCH);
    }

    private void exhaust(String address) {
        for (int i = 0; i < 3; i++) {
            assertRefused(request(address, FORGED), ProblemCode.SIGNATURE_MISMATCH);
        }
    }

    private void assertRefused(MockHttpServletRequest request, ProblemCode code) {
        assertThatThrownBy(() -> receive(request)).hasMessage(code.code());
    }

    private void receive(MockHttpServletRequest request) throws IOException {
        controller.receive(request, new MockHttpServletResponse());
    }

    private static MockHttpServletRequest request(String address, String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/payments/webhook");
        request.setRemoteAddr(address);
        request.addHeader("Stripe-Signature", header);
        request.setContent(EVENT);
        return request;
    }

    private static MockHttpServletRequest unreadable(String address, String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/payments/webhook") {
            @Override
            public ServletInputStream getInputStream() {
                throw new AssertionError("The body is read");
            }
        };
        request.setRemoteAddr(address);
        request.addHeader("Stripe-Signature", header);
        return request;
    }
}
