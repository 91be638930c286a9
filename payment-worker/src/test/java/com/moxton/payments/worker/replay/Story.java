package com.moxton.payments.worker.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What becomes of an order, and of how many. */
enum Story {
    PAID(50),
    DECLINED(30),
    DECLINED_THEN_PAID(40),
    /** Mostly within one second: only Stripe can tell which came last. */
    DECLINED_TWICE(15),
    TO_AUTHENTICATE(25),
    AUTHENTICATED(25),
    AUTHENTICATION_FAILED(15),
    /** The bank takes its time. */
    PAID_BY_BANK(10),
    DECLINED_BY_BANK(10),
    ABANDONED(20),
    CANCELED(20),
    /** Everything is clicked several times, with and without Idempotency-Key. */
    CLICKED_TWICE(25),
    /** A second intent of the order, not made by us, succeeds too. */
    PAID_TWICE(10),
    WRONG_AMOUNT(8),
    WRONG_CURRENCY(6),
    /** The storefront changes the order's total while the customer pays. */
    COST_CHANGED(6),
    /** The intent is ours by its metadata, and we have no row of it. */
    ADOPTED(10),
    CANCELED_BY_STOREFRONT(6),
    PAID_ALTHOUGH_CANCELED_BY_STOREFRONT(6),
    /** Stripe takes no amount as small as that: there is a payment, and never an intent. */
    REFUSED_BY_STRIPE(5),
    /** Events are quicker than the storefront's row. */
    LATE_ORDER(8),
    /** The row never comes. */
    ORPHANED(4),
    FOREIGN(8);

    private final int times;

    Story(int times) {
        this.times = times;
    }

    /** All of them, as often as they happen, in an order that the seed decides; those that take long come first. */
    static List<Story> all(Random random) {
        List<Story> stories = new ArrayList<>();
        for (Story story : values()) {
            stories.addAll(Collections.nCopies(story.times, story));
        }
        Collections.shuffle(stories, random);
        stories.sort((a, b) -> Boolean.compare(b == ORPHANED, a == ORPHANED));
        return stories;
    }
}
