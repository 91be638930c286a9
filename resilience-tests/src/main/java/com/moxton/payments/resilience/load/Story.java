package com.moxton.payments.resilience.load;

import java.util.random.RandomGenerator;

/** What becomes of an order, as the customer and Stripe have it. */
enum Story {
    PAYS(62),
    /** A declined card first, then a good one. */
    DECLINED_THEN_PAYS(12),
    /** The bank asks, and the customer proves who they are. */
    AUTHENTICATES(8),
    /** The customer doesn't. */
    FAILS_TO_AUTHENTICATE(3),
    /** A bank account: processing for a while. */
    PAYS_FROM_BANK(5),
    /** Processing for a while, and then no money. */
    BANK_REFUSES(3),
    /** Somebody cancels the intent at Stripe's dashboard. */
    IS_CANCELED(4),
    /** The customer goes away. */
    IS_ABANDONED(3);

    private final int percent;

    Story(int percent) {
        this.percent = percent;
    }

    static Story any(RandomGenerator random) {
        int dice = random.nextInt(100);
        for (Story story : values()) {
            dice -= story.percent;
            if (dice < 0) {
                return story;
            }
        }
        return PAYS;
    }

    /** One after which Stripe's state is final. */
    static Story anyThatEnds(RandomGenerator random) {
        Story story = any(random);
        while (!story.ends()) {
            story = any(random);
        }
        return story;
    }

    private boolean ends() {
        return switch (this) {
            case PAYS, DECLINED_THEN_PAYS, AUTHENTICATES, PAYS_FROM_BANK, IS_CANCELED -> true;
            case FAILS_TO_AUTHENTICATE, BANK_REFUSES, IS_ABANDONED -> false;
        };
    }

    /** The payment methods of its confirmations, in turn. */
    String[] paymentMethods() {
        return switch (this) {
            case PAYS -> new String[] {"pm_card_visa"};
            case DECLINED_THEN_PAYS -> new String[] {"pm_card_chargeDeclined", "pm_card_visa"};
            case AUTHENTICATES, FAILS_TO_AUTHENTICATE -> new String[] {"pm_card_authenticationRequired"};
            case PAYS_FROM_BANK -> new String[] {"pm_usBankAccount_success"};
            case BANK_REFUSES -> new String[] {"pm_usBankAccount_insufficientFunds"};
            case IS_CANCELED, IS_ABANDONED -> new String[0];
        };
    }
}
