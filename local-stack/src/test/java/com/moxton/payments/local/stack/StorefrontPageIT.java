package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demo storefront in a browser, with the whole stack behind it: no stand-in but the simulated Stripe. */
class StorefrontPageIT extends ShopVisit {
    @Test
    void paysWithAGoodCard() {
        till.picture("1-shop");
        till.order("lamp", 2);
        assertThat(browser.text(".summary")).contains("Desk lamp × 2", "$99.98");
        till.picture("2-checkout");

        till.pay(Till.GOOD);

        till.shows("#receipt");
        assertThat(browser.text("#receipt-item")).isEqualTo("Desk lamp × 2");
        assertThat(browser.text("#receipt-amount")).isEqualTo("$99.98");
        assertThat(browser.text("#receipt-card")).isEqualTo("Visa ···· 4242");
        assertThat(browser.text("#receipt-time")).isNotEmpty();
        assertThat(browser.text("#receipt-order")).isNotEmpty();
        assertThat(browser.text("#receipt-payment")).startsWith("pi_");
        assertThat(browser.text("#state")).isEqualTo("Order paid");
        assertThat(browser.text("#timeline")).contains("Order placed", "Waiting for your card", "Order paid");
        assertThat(browser.focus()).isEqualTo("receipt-title");
        till.picture("3-paid");
        till.isWellBehaved();

        browser.reload();
        till.shows("#receipt");
        assertThat(browser.text("#receipt-card")).isEqualTo("Visa ···· 4242");

        browser.click("#again");
        till.shows("#earlier");
        till.says("#orders", "paid");
        till.picture("4-orders");
    }

    @Test
    void showsWhyACardWasDeclinedAndTakesAnother() {
        till.order("coffee", 1);
        till.pay(Till.POOR);

        till.shows("#declined");
        assertThat(browser.text("#declined")).contains("Your card was declined", "isn't enough money");
        till.says("#state", "Payment declined");
        assertThat(browser.focus()).isEqualTo("cc-number");
        till.picture("5-declined");

        till.pay(Till.WRONG_CODE);
        till.says("#declined", "security code doesn't match");
        assertThat(browser.focus()).isEqualTo("cc-csc");
        till.pay(Till.DECLINED);
        till.says("#declined", "gave no reason");

        till.pay(Till.GOOD);
        till.shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("€12.50");
        till.isWellBehaved();
    }

    @Test
    void goesToTheBankAndComesBackPaid() {
        till.order("teapot", 1);
        till.pay(Till.SECURED);
        till.shows("#bank[open]");
        assertThat(browser.text("#bank")).contains("¥7,800");
        till.picture("6-bank-dialog");
        browser.click("#bank-go");

        till.shows("button[value=complete]");
        assertThat(browser.text("main")).contains("7800 JPY");
        browser.picture("7-bank");
        browser.click("button[value=complete]");

        till.shows("#receipt");
        assertThat(browser.text("#receipt-amount")).isEqualTo("¥7,800");
        till.isWellBehaved();
    }

    @Test
    void comesBackUnpaidWhenTheBankRefuses() {
        till.order("lamp", 1);
        till.pay(Till.SECURED);
        till.shows("#bank[open]");
        browser.click("#bank-go");
        till.shows("button[value=fail]");
        browser.click("button[value=fail]");

        till.says("#declined", "couldn't confirm that it was you");
        till.isOpen();

        till.pay(Till.GOOD);
        till.shows("#receipt");
    }

    @Test
    void resumesWhereTheCustomerWas() {
        till.order("lamp", 1);
        String order = browser.text("#order-id");
        till.pay(Till.SECURED);
        till.shows("#bank[open]");

        browser.reload();
        till.isOpen();
        assertThat(browser.text("#order-id")).isEqualTo(order);
        till.shows("#bank-waits");

        browser.back();
        till.shows("#shop");
        browser.forward();
        till.shows("#bank-waits");
        assertThat(browser.text("#order-id")).isEqualTo(order);

        browser.click("#bank-again");
        till.shows("#bank[open]");
        browser.click("#bank-go");
        till.shows("button[value=complete]");
        browser.click("button[value=complete]");
        till.shows("#receipt");
        assertThat(browser.text("#receipt-order")).isEqualTo(order);
    }

    /** ONE_INTENT_PER_ORDER: the page asks once, and what it asked is paid once. */
    @Test
    void paysOnceHoweverOftenIsClicked() {
        till.order("lamp", 1);
        till.fillIn(Till.GOOD);

        browser.script("const pay = document.getElementById('pay'); pay.click(); pay.click(); pay.click()");

        till.shows("#receipt");
        assertThat(till.calls("confirm")).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithAnAmount() {
        browser.click("input[value=gift]");
        till.shows("#of-gift");
        browser.element("#own-amount").clear();
        browser.element("#own-amount").sendKeys("19.999");
        browser.click("#place");

        till.says("#own-error", "at most 2 fraction digits");
        assertThat(browser.focus()).isEqualTo("own-amount");
        till.picture("8-own-amount");
    }
}
