package com.moxton.payments.resilience.check;

/**
 * Something that must never be so when all is quiet.
 *
 * @param subject the id of what is concerned
 */
public record Violation(Kind kind, String subject, String what) {

    /** What it means to the business. */
    public enum Harm {
        /** Something that happened has had no effect. */
        LOST,
        /** Something has had its effect twice. */
        DOUBLED,
        /** A row says what isn't so. */
        WRONG
    }

    public enum Kind {
        /** Stripe was told 2xx, and the event is not in the log. */
        EVENT_NOT_STORED(Harm.LOST),
        /** It is neither in {@code processed_events} nor among the dead letters. */
        EVENT_NOT_PROCESSED(Harm.LOST),
        /** Stripe never got rid of it. */
        EVENT_NOT_TAKEN(Harm.LOST),
        /** In {@code processed_events}, and Stripe knows nothing of it. */
        EVENT_INVENTED(Harm.WRONG),
        /** An event that nothing was wrong with. */
        DEAD_LETTER_UNEXPECTED(Harm.LOST),
        /** A record that can't be processed, and is in no dead-letter topic. */
        POISON_VANISHED(Harm.LOST),

        /** The money is there, and the order doesn't know. */
        ORDER_NOT_PAID(Harm.LOST),
        ORDER_PAID_WITHOUT_MONEY(Harm.WRONG),
        /** Two intents of one order succeeded. */
        CUSTOMER_CHARGED_TWICE(Harm.DOUBLED),
        /** Two intents of one order can still be paid. */
        INTENT_DOUBLED(Harm.DOUBLED),
        /** A customer was given one that Stripe doesn't know, or two that were open, or was told of a payment that isn't. */
        PROMISE_BROKEN(Harm.WRONG),
        /** A request without its answer. */
        REQUEST_NOT_ANSWERED(Harm.LOST),

        /** Stripe has an intent of ours, and there is no row. */
        PAYMENT_MISSING(Harm.LOST),
        /** A row whose intent Stripe doesn't know. */
        PAYMENT_INVENTED(Harm.WRONG),
        PAYMENT_DIFFERS(Harm.WRONG),

        HISTORY_GAP(Harm.LOST),
        /** Two entries for one transition. */
        HISTORY_DOUBLED(Harm.DOUBLED),
        /** An entry doesn't begin where the one before it ended. */
        HISTORY_BROKEN(Harm.WRONG),

        UPDATE_MISSING(Harm.LOST),
        /** One version with two contents. */
        UPDATE_CONTRADICTS(Harm.DOUBLED),
        /** A version that the history doesn't have. */
        UPDATE_INVENTED(Harm.WRONG);

        private final Harm harm;

        Kind(Harm harm) {
            this.harm = harm;
        }

        public Harm harm() {
            return harm;
        }
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + what;
    }
}
