package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.local.stack.storefront.StorefrontApplication;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The page with a publishable key. Stripe can't be reached from a test: a stand-in answers in its place, under its addresses, and
 * what it is asked is done by the simulator. So this holds the page, its policy and its calls to Stripe.js, and not Stripe's.
 */
class PaymentElementIT {
    private static final String FRAME = "#payment-element iframe";

    private static Browser browser;
    private static StripeStandIn stripe;
    private static ConfigurableApplicationContext storefront;
    private static Till till;

    @BeforeAll
    static void start() throws Exception {
        SharedStack.running();
        Map<String, String> settings = SharedStack.settings();
        stripe = StripeStandIn.start(URI.create("http://127.0.0.1:" + settings.get("STRIPE_PORT")));
        browser = Browser.orSkip(stripe.browserArguments());
        String port = settings.get(StackProcess.SECOND_STOREFRONT);
        // A second storefront beside the stack's own: another page for the same orders.
        storefront = new SpringApplicationBuilder(StorefrontApplication.class)
                .properties(Map.of(
                        "server.address",
                        "127.0.0.1",
                        "server.port",
                        port,
                        "spring.datasource.url",
                        settings.getOrDefault(
                                "MYSQL_URL",
                                "jdbc:mysql://127.0.0.1:" + settings.get("MYSQL_PORT") + "/" + DatabaseAddress.NAME),
                        "spring.datasource.username",
                        settings.getOrDefault("MYSQL_USER", "root"),
                        "spring.datasource.password",
                        settings.getOrDefault("MYSQL_PASSWORD", "none"),
                        "storefront.ingress-url",
                        "http://localhost:" + settings.get("INGRESS_PORT"),
                        "storefront.publishable-key",
                        "pk_test_of_nobody",
                        "storefront.jwt-secret",
                        jwtSecret(Path.of(settings.get("STACK_DATA")))))
                .run();
        till = new Till(browser, "http://localhost:" + port + "/");
    }

    @AfterAll
    static void stop() {
        if (storefront != null) {
            storefront.close();
        }
        if (browser != null) {
            browser.close();
        }
        if (stripe != null) {
            stripe.close();
        }
    }

    @BeforeEach
    void open() {
        till.open();
        till.order("lamp", 1);
    }

    @Test
    void paysThroughStripesFormAndFollowsThePaymentLive() {
        assertThat(browser.visible("#demo"))
                .as("test cards of the simulator's form")
                .isFalse();
        assertThat(browser.visible("#cc-number")).isFalse();

        pay(Till.GOOD);

        till.shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("$49.99");
        assertThat(browser.text("#timeline")).contains("Waiting for your card", "Order paid");
        assertThat(till.calls("api/payments/confirm"))
                .as("the browser confirms, not we")
                .isZero();
        // Blocked scripts, frames and calls are among a browser's complaints.
        till.isWellBehaved();
    }

    @Test
    void showsADeclineOfStripeAndTakesAnotherCard() {
        pay(Till.POOR);
        till.says("#declined", "isn't enough money");
        till.says("#state", "Payment declined");

        pay(Till.GOOD);
        till.shows("#receipt");
        till.isWellBehaved();
    }

    @Test
    void comesBackFromTheBank() {
        pay(Till.SECURED);
        till.shows("button[value=complete]");
        browser.click("button[value=complete]");

        till.shows("#receipt");
        till.isWellBehaved();
    }

    private static void pay(String number) {
        till.isOpen();
        browser.typeInFrame(FRAME, "#number", number);
        browser.click("#pay");
    }

    private static String jwtSecret(Path data) throws Exception {
        Properties secrets = new Properties();
        try (InputStream file = Files.newInputStream(data.resolve("secrets.properties"))) {
            secrets.load(file);
        }
        return secrets.getProperty("JWT_SECRET");
    }
}
