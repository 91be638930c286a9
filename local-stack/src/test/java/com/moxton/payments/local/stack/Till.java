package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The demo storefront as a customer handles it. */
record Till(Browser browser, String address) {
    static final String GOOD = "4242424242424242";
    static final String POOR = "4000000000009995";
    static final String DECLINED = "4000000000000002";
    static final String WRONG_CODE = "4000000000000127";
    static final String SECURED = "4000002760003184";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    void open() {
        browser.look(Browser.WIDE, "light");
        browser.open(address);
        shows("#shop");
    }

    void order(String product, int count) {
        browser.click("input[value=" + product + "]");
        browser.element("#quantity").sendKeys(Integer.toString(count));
        browser.click("#place");
        isOpen();
        says("#connection", "Live");
        says("#state", "Waiting for your card");
    }

    /** The checkout is there and takes a payment. */
    void isOpen() {
        shows("#checkout");
        await().atMost(PATIENCE).until(() -> canPay());
    }

    boolean canPay() {
        return "false".equals(browser.element("#pay").getAttribute("aria-disabled"));
    }

    void fillIn(String number) {
        browser.click("[data-number='" + number + "']");
    }

    void pay(String number) {
        fillIn(number);
        await().atMost(PATIENCE).until(this::canPay);
        browser.click("#pay");
    }

    void shows(String css) {
        await().atMost(PATIENCE).until(() -> browser.visible(css));
    }

    void says(String css, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.text(css)).contains(text));
    }

    /** Calls of that name that the page has made since it was loaded. */
    long calls(String name) {
        return (Long) browser.script(
                "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('/%s')).length"
                        .formatted(name));
    }

    /** Pictures in both schemes and widths, none wider than its window, and nothing that keeps people out. */
    void picture(String name) {
        browser.picture(name);
        assertThat(browser.barriers()).as("barriers at %s", name).isEmpty();
    }

    /** SECRETS_STAY_SECRET: no token and no client secret in any address; and nothing the browser had to refuse. */
    void isWellBehaved() {
        Object addresses = browser.script("return performance.getEntriesByType('resource').map(e => e.name).join(' ')");
        assertThat(String.valueOf(addresses)).contains("/api/").doesNotContain("eyJ", "secret");
        assertThat(browser.url()).doesNotContain("eyJ", "secret");
        assertThat(browser.complaints()).isEmpty();
    }
}
