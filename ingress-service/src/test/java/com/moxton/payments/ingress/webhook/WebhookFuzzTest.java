package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.ingress.problem.ProblemException;
import com.stripe.net.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * Whatever comes as a webhook is answered 200 or 400, soon, and 200 only when Stripe's own library finds the signature
 * right. A failure names its seed, which makes the same input again. {@code -Pfuzz} tries many more.
 */
class WebhookFuzzTest {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String SECRET = "whsec_fuzz";
    private static final List<String> SECRETS = List.of(SECRET, "whsec_next");
    private static final int INPUTS = Integer.getInteger("payments.fuzz.inputs", 5_000);
    /** A pause of the machine is no hang; a parser that goes wild on a few kilobytes is. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final WebhookController controller = WebhookControllers.of(SECRETS, 0, CLOCK);
    /** To it all come from an address with a failure too many. */
    private final WebhookController wary = WebhookControllers.of(SECRETS, 1, CLOCK);

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void answers200Or400AndNeverHangs() {
        long first = Long.getLong("payments.fuzz.seed", 1);
        int accepted = 0;
        int notAnEvent = 0;
        for (long seed = first; seed < first + INPUTS; seed++) {
            WebhookFuzz.Sent sent = WebhookFuzz.of(seed);
            long startedAt = System.nanoTime();
            String answer = answer(controller, sent, seed);
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                    .as("seed %d", seed)
                    .isLessThan(LONGEST);
            // Whom a failure is told from is a matter of manners; who gets in is not.
            assertThat(answer(wary, sent, seed).equals("200"))
                    .as("seed %d", seed)
                    .isEqualTo(answer.equals("200"));
            switch (answer) {
                case "200" -> {
                    accepted++;
                    assertThat(stripeAccepts(sent)).as("seed %d", seed).isTrue();
                }
                case "not_a_stripe_event" -> {
                    notAnEvent++;
                    assertThat(stripeAccepts(sent)).as("seed %d", seed).isTrue();
                }
                default ->
                    assertThat(sent.signed()).as("seed %d: %s", seed, answer).isFalse();
            }
        }
        // Were all of them refused for their signature, nothing behind it would have been tried.
        assertThat(accepted).isGreaterThan(INPUTS / 20);
        assertThat(notAnEvent).isGreaterThan(INPUTS / 20);
    }

    private static String answer(WebhookController controller, WebhookFuzz.Sent sent, long seed) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/payments/webhook");
        sent.headers().forEach(header -> request.addHeader("Stripe-Signature", header));
        request.setContent(sent.body());
        try {
            MockHttpServletResponse response = new MockHttpServletResponse();
            controller.receive(request, response);
            return Integer.toString(response.getStatus());
        } catch (ProblemException e) {
            assertThat(e.problem().status()).as("seed %d", seed).isIn(400, 429);
            return e.problem().code().code();
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static boolean stripeAccepts(WebhookFuzz.Sent sent) {
        // The library signs text: invalid UTF-8 has no text that would be the same bytes again.
        String text = new String(sent.body(), StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), sent.body())) {
            return true;
        }
        return SECRETS.stream().anyMatch(secret -> {
            try {
                return Webhook.Signature.verifyHeader(text, sent.headers().getFirst(), secret, 0);
            } catch (Exception e) {
                return false;
            }
        });
    }
}
