package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The demo storefront in a browser, with the whole stack behind it: no stand-in but the simulated Stripe. */
class StorefrontPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Browser browser;
    private static String storefront;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.orSkip();
        SharedStack.running();
        storefront = "http://localhost:%s/".formatted(SharedStack.settings().get("STOREFRONT_PORT"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.look(Browser.WIDE, "light");
        browser.open(storefront);
        shows("#shop");
    }

    @Test
    void paysWithAGoodCard() {
        browser.picture("1-shop");
        placeOrder("lamp");
        browser.picture("2-checkout");

        pay("pm_card_visa");

        shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("$49.99");
        assertThat(browser.text("#receipt-time")).isNotEmpty();
        assertThat(browser.text("#receipt-payment")).startsWith("pi_");
        assertThat(browser.text("#state")).isEqualTo("Order paid");
        assertThat(browser.text("#timeline")).contains("Order placed", "Waiting for your card", "Order paid");
        assertThat(browser.focus()).isEqualTo("receipt-title");
        browser.picture("3-paid");
        isWellBehaved();

        browser.click("#again");
        shows("#earlier");
        await().atMost(PATIENCE).until(() -> browser.text("#orders").contains("paid"));
        browser.picture("4-orders");
    }

    @Test
    void showsWhyACardWasDeclinedAndTakesAnother() {
        placeOrder("coffee");
        pay("pm_card_visa_chargeDeclinedInsufficientFunds");

        shows("#declined");
        assertThat(browser.text("#declined")).contains("not enough money", "insufficient_funds");
        await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Payment failed"));
        browser.picture("5-declined");

        pay("pm_card_visa_chargeDeclined");
        await().atMost(PATIENCE).until(() -> browser.text("#declined").contains("generic_decline"));

        pay("pm_card_visa");
        shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("€12.50");
        isWellBehaved();
    }

    @Test
    void goesToTheBankAndComesBackPaid() {
        placeOrder("teapot");
        pay("pm_card_authenticationRequired");

        shows("button[value=complete]");
        assertThat(browser.text("main")).contains("7800 JPY");
        browser.picture("6-bank");
        browser.click("button[value=complete]");

        shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("¥7,800");
        assertThat(browser.url()).doesNotContain("secret").endsWith("/");
        isWellBehaved();
    }

    @Test
    void comesBackUnpaidWhenTheBankRefuses() {
        placeOrder("lamp");
        pay("pm_card_authenticationRequired");
        shows("button[value=fail]");
        browser.click("button[value=fail]");

        shows("#declined");
        assertThat(browser.text("#declined")).contains("confirmation at the bank failed");

        pay("pm_card_visa");
        shows("#receipt");
    }

    @Test
    void saysWhatIsWrongWithAnAmount() {
        browser.click("input[value=own]");
        shows("#own");
        browser.element("#own-amount").clear();
        browser.element("#own-amount").sendKeys("19.999");
        browser.click("#place");

        shows("#problem");
        assertThat(browser.text("#problem")).contains("at most 2 fraction digits");
        assertThat(browser.focus()).isEqualTo("own-amount");
        browser.picture("7-own-amount");
    }

    @Test
    void canBeUsedByKeyboardAlone() {
        browser.keys(Keys.TAB);
        browser.keys(Keys.ARROW_DOWN);
        browser.keys(Keys.ENTER);
        shows("#checkout");
        await().atMost(PATIENCE).until(() -> browser.element("#pay").isEnabled());
        assertThat(browser.focus()).isEqualTo("checkout-title");
        assertThat(browser.text("#item")).isEqualTo("Coffee beans");

        browser.keys(Keys.TAB);
        browser.keys(Keys.ENTER);

        shows("#receipt");
    }

    private static void placeOrder(String product) {
        browser.click("input[value=" + product + "]");
        browser.click("#place");
        shows("#checkout");
        await().atMost(PATIENCE).until(() -> browser.text("#connection").contains("connected"));
        await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Waiting for your card"));
    }

    private static void pay(String card) {
        browser.click("input[value=" + card + "]");
        await().atMost(PATIENCE).until(() -> browser.element("#pay").isEnabled());
        browser.click("#pay");
    }

    private static void shows(String css) {
        await().atMost(PATIENCE).until(() -> browser.visible(css));
    }

    /** SECRETS_STAY_SECRET: no token and no client secret in any address; and nothing the browser had to refuse. */
    private static void isWellBehaved() {
        Object addresses = browser.script("return performance.getEntriesByType('resource').map(e => e.name).join(' ')");
        assertThat(String.valueOf(addresses)).contains("/api/").doesNotContain("eyJ", "secret");
        assertThat(browser.complaints()).isEmpty();
    }
}
