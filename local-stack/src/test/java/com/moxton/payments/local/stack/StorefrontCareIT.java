package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The demo storefront for those who have no mouse, a bad connection, a typo, or a bad day at the bank. */
class StorefrontCareIT extends ShopVisit {
    @AfterEach
    void connect() {
        browser.offline(false);
    }

    @Test
    void canBeUsedByKeyboardAlone() {
        browser.keys(Keys.TAB);
        browser.keys(Keys.ARROW_DOWN);
        browser.keys(Keys.TAB);
        browser.keys("3");
        browser.keys(Keys.TAB);
        browser.keys(Keys.ENTER);
        till.isOpen();
        assertThat(browser.focus()).isEqualTo("checkout-title");
        assertThat(browser.text("#item")).isEqualTo("Coffee beans × 3");

        browser.keys(Keys.TAB);
        browser.keys(Till.SECURED);
        browser.keys(Keys.TAB);
        browser.keys("434");
        browser.keys(Keys.TAB);
        browser.keys("123");
        browser.keys(Keys.TAB);
        browser.keys("Ada Example");
        assertThat(browser.element("#cc-number").getAttribute("value")).isEqualTo("4000 0027 6000 3184");
        assertThat(browser.element("#cc-exp").getAttribute("value")).isEqualTo("04 / 34");
        browser.keys(Keys.ENTER);

        // The dialog takes the focus and keeps it, Escape gives it back.
        till.shows("#bank[open]");
        for (int i = 0; i < 5; i++) {
            assertThat(browser.script("const focus = document.activeElement; return focus === document.body"
                            + " || document.getElementById('bank').contains(focus)"))
                    .as("the focus is in the dialog, or at the browser's own controls")
                    .isEqualTo(true);
            browser.keys(Keys.TAB);
        }
        browser.keys(Keys.ESCAPE);
        await().until(() -> browser.focus().equals("bank-again"));

        browser.keys(Keys.ENTER);
        till.shows("#bank[open]");
        assertThat(browser.focus()).isEqualTo("bank-go");
        browser.keys(Keys.ENTER);
        till.shows("button[value=complete]");
        browser.keys(Keys.ENTER);
        till.shows("#receipt");
        assertThat(browser.focus()).isEqualTo("receipt-title");
    }

    @Test
    void namesWhatIsWrongWithEachField() {
        till.order("lamp", 1);
        browser.click("#pay");
        assertThat(browser.text("#cc-number-error")).isEqualTo("Enter the card number.");
        assertThat(browser.text("#cc-exp-error")).isEqualTo("Enter the expiry date.");
        assertThat(browser.text("#cc-csc-error")).isEqualTo("Enter the security code.");
        assertThat(browser.text("#cc-name-error")).isEqualTo("Enter the name on the card.");
        assertThat(browser.focus()).isEqualTo("cc-number");
        till.picture("9-empty-form");

        type("#cc-number", "4242");
        assertThat(browser.text("#cc-number-error")).contains("incomplete: 4 of 16");
        type("#cc-number", "4242424242424224");
        assertThat(browser.text("#cc-number-error")).contains("typo");
        type("#cc-number", "5555555555554444");
        assertThat(browser.text("#cc-number-error")).contains("No real cards");
        type("#cc-exp", "1320");
        assertThat(browser.text("#cc-exp-error")).contains("between 01 and 12");
        type("#cc-exp", "1220");
        assertThat(browser.text("#cc-exp-error")).contains("expired");
        type("#cc-number", "378282246310005");
        type("#cc-csc", "123");
        assertThat(browser.text("#cc-csc-error")).contains("4 digits");
        assertThat(browser.text("#cc-brand")).isEqualTo("American Express");
        assertThat(till.calls("confirm")).isZero();

        type("#cc-exp", "1234");
        type("#cc-csc", "1234");
        type("#cc-name", "Ada Example");
        browser.click("#pay");
        till.shows("#receipt");
        assertThat(browser.text("#receipt-card")).isEqualTo("American Express ···· 0005");
    }

    @Test
    void waitsKindlyWhilePaymentsAreBusyAndRepeatsTheSameAttempt() {
        till.order("lamp", 1);
        browser.script("""
                const send = window.fetch;
                window.keys = [];
                window.fetch = (address, request) => {
                  if (!String(address).endsWith('/confirm')) {
                    return send(address, request);
                  }
                  window.keys.push(request.headers.get('Idempotency-Key'));
                  return window.keys.length > 2 ? send(address, request) : Promise.resolve(new Response(
                    '{"code": "stripe_unavailable", "retryable": true}', {status: 503, headers: {'Retry-After': '1'}}));
                };
                """);

        till.pay(Till.GOOD);

        till.says("#pay-note", "Payments are busy");
        assertThat(browser.text("#pay-note")).contains("never charges you twice");
        till.shows("#receipt");
        assertThat(browser.script("return window.keys.length")).isEqualTo(3L);
        assertThat(browser.script("return new Set(window.keys).size")).isEqualTo(1L);
    }

    @Test
    void paysWhenTheConnectionIsBack() {
        till.order("lamp", 1);
        till.fillIn(Till.GOOD);
        browser.offline(true);
        till.says("#connection", "offline");

        browser.click("#pay");
        till.says("#pay-note", "You are offline");
        browser.offline(false);

        till.shows("#receipt");
    }

    @Test
    void saysSoWhenTheShopCantBeReached() {
        browser.offline(true);
        browser.click("#place");
        till.says("#problem", "You are offline");
        till.picture("10-offline");

        browser.offline(false);
        browser.click("#problem-again");
        till.isOpen();
        assertThat(browser.visible("#problem")).isFalse();
    }

    @Test
    void printsTheReceiptAndNothingElse() {
        till.order("coffee", 2);
        till.pay(Till.GOOD);
        till.shows("#receipt");

        browser.print(true);
        try {
            assertThat(browser.text("main"))
                    .contains("€25.00", "Visa ···· 4242")
                    .doesNotContain("Live status", "Print");
        } finally {
            browser.print(false);
        }
    }

    private static void type(String css, String text) {
        browser.element(css).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.element(css).sendKeys(text, Keys.TAB);
        await().atMost(Duration.ofSeconds(2)).until(() -> !browser.focus().equals(css.substring(1)));
    }
}
