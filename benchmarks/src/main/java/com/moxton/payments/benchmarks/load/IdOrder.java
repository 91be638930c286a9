package com.moxton.payments.benchmarks.load;

import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/** How the ids of events lie beside each other in an index. */
public enum IdOrder {
    /**
     * As Stripe makes them today: behind {@code evt_3}, five digits to the base of 62 count the seconds since July 2012, then
     * come the account and chance. So new events lie beside each other. Nothing promises it: it is read off the examples of
     * Stripe's own documentation, whose ids agree with their {@code created} to the second.
     */
    BY_TIME {
        @Override
        public String id(Instant created, Random random) {
            long seconds = created.getEpochSecond() - EPOCH;
            StringBuilder id = new StringBuilder("evt_3");
            for (long digit = 62L * 62 * 62 * 62; digit > 0; digit /= 62) {
                id.append(DIGITS.charAt((int) (seconds / digit % 62)));
            }
            id.append("LkdIwHu7ix");
            for (int i = 0; i < 8; i++) {
                id.append(DIGITS.charAt(random.nextInt(62)));
            }
            return id.toString();
        }

        @Override
        String sql(String second, String share, String chance) {
            StringBuilder digits = new StringBuilder();
            for (long digit = 62L * 62 * 62 * 62; digit > 0; digit /= 62) {
                digits.append("SUBSTRING('%s', FLOOR((UNIX_TIMESTAMP(%s) - %d) / %d) %% 62 + 1, 1), "
                        .formatted(DIGITS, second, EPOCH, digit));
            }
            return "CONCAT('evt_3', %s'LkdIwHu7ix', LPAD(FLOOR(%s * 100000000), 8, '0'))".formatted(digits, chance);
        }
    },
    /** By chance: every new event lies on another page of the index. The worst that ids can do. */
    SCATTERED {
        @Override
        public String id(Instant created, Random random) {
            return "evt_%13s%08d"
                    .formatted(
                            Long.toString(random.nextLong() >>> 2, 36).toUpperCase(Locale.ROOT),
                            random.nextInt(100_000_000))
                    .replace(' ', '0');
        }

        /** CONV reads text: a double is written as 4.6e18 there and counts as 4. */
        @Override
        String sql(String second, String share, String chance) {
            return """
                    CONCAT('evt_',
                        LPAD(CONV(CAST(FLOOR(%s * 4611686018427387904) AS UNSIGNED), 10, 36), 13, '0'),
                        LPAD(FLOOR(%s * 100000000), 8, '0'))""".formatted(share, chance);
        }
    };

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long EPOCH = 1_342_389_380;

    /** Of an event that was created then. */
    public abstract String id(Instant created, Random random);

    /**
     * The same as an SQL expression.
     *
     * @param second an expression: when the event was created
     * @param share an expression: how far the row is on the way from the first to the last, from 0 to 1
     * @param chance an expression: from 0 to 1
     */
    abstract String sql(String second, String share, String chance);
}
