package com.moxton.payments.local.stack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a browser in the demo storefront of the shared stack; each begins in the shop, with no order. */
abstract class ShopVisit {
    static Browser browser;
    static Till till;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.orSkip();
        SharedStack.running();
        till = new Till(
                browser, "http://localhost:%s/".formatted(SharedStack.settings().get("STOREFRONT_PORT")));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        till.open();
    }
}
