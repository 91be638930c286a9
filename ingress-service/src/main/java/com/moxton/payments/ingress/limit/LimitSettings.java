package com.moxton.payments.ingress.limit;

import com.moxton.payments.ingress.startup.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one caller may call. As many as a minute allows may come at once; from then on they are refilled evenly. Past
 * it the answer is 429 with {@code Retry-After}. Each instance counts for itself, so behind a balancer a caller gets up to
 * so many times the number of instances. 0 switches a limit off.
 *
 * @param createIntentsPerMinute for each user. A shopper needs a handful; each may cost one of Stripe's 100 calls a second.
 *     Raise it when one user id stands for many people, a call centre's for instance. Default 600
 * @param confirmsPerMinute for each user. Lower makes the trying out of stolen cards slower. Default 300
 * @param readsPerMinute for each user: reads of payments and of replies, and the opening of live streams. Default 3,000
 * @param unverifiedWebhooksPerMinute for each address, an IPv6 network of 64 bits counting as one. Only webhooks whose
 *     signature does not hold are counted, and verified ones are never refused. Default 1,000
 * @param remembered callers that each limit remembers, about 600 bytes each. Past it those who call least are forgotten,
 *     and begin anew. Default 10,000
 */
@ConfigurationProperties("payments.limits")
public record LimitSettings(
        @DefaultValue("600") int createIntentsPerMinute,
        @DefaultValue("300") int confirmsPerMinute,
        @DefaultValue("3000") int readsPerMinute,
        @DefaultValue("1000") int unverifiedWebhooksPerMinute,
        @DefaultValue("10000") int remembered) {
    private static final int MOST = 10_000_000;

    public LimitSettings {
        Setting.between("payments.limits.create-intents-per-minute", createIntentsPerMinute, 0, MOST);
        Setting.between("payments.limits.confirms-per-minute", confirmsPerMinute, 0, MOST);
        Setting.between("payments.limits.reads-per-minute", readsPerMinute, 0, MOST);
        Setting.between("payments.limits.unverified-webhooks-per-minute", unverifiedWebhooksPerMinute, 0, MOST);
        Setting.between("payments.limits.remembered", remembered, 100, MOST);
    }
}
