package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.retry.Backoff;
import com.moxton.payments.worker.startup.Setting;
import com.moxton.payments.worker.startup.SettingException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe is called.
 *
 * @param secretKey {@code STRIPE_SECRET_KEY}; no default, unless there are secretKeys. A restricted key needs to write
 *     PaymentIntents
 * @param secretKeys of further Stripe accounts ({@code STRIPE_SECRET_KEYS}), each as {@code acct_…:sk_…}: orders that name
 *     the account in {@code stripe_account} are paid there. All keys are of one mode. Default none
 * @param connectedAccounts {@code STRIPE_CONNECTED_ACCOUNTS}: accounts {@code acct_…} that are connected to the one of
 *     {@code STRIPE_SECRET_KEY}, and are called with its key. Default none
 * @param apiBase {@code STRIPE_API_BASE}: where Stripe, or a stand-in for it, listens. Default
 *     {@code https://api.stripe.com}
 * @param connectTimeout for a new connection. Default 5 s
 * @param readTimeout from sending a request to having its whole answer. Shorter than Stripe's slowest answers (some take
 *     10 s and more) only makes calls that succeed look lost. Default 20 s
 * @param attempts how often a call is made while Stripe is unavailable, before whoever asked is told so. Default 4
 * @param retryPauseMin pause after the first failure; it doubles from there. Default 500 ms
 * @param retryPauseMax the longest of these pauses. Default 4 s
 * @param totalTime after this no further attempt begins. Bounds how long a request's lane is kept busy; the last attempt
 *     may add {@code readTimeout}. Default 25 s
 * @param allowRedirects {@code never} or {@code always}: whether new intents take payment methods that send the customer
 *     to another page (iDEAL, Klarna, …). With {@code always}, a confirm on the server needs a {@code returnUrl} each
 *     time; {@code never} keeps it optional. Don't change it while intents are being created: an answer that was lost
 *     would have to be looked up. Default {@code never}
 * @param rateLimit {@code payments.stripe.rate-limit.…}: how many calls a second
 * @param breaker {@code payments.stripe.breaker.…}: when calls are given up beforehand
 */
@ConfigurationProperties("payments.stripe")
public record StripeSettings(
        @DefaultValue("") String secretKey,
        @DefaultValue List<String> secretKeys,
        @DefaultValue List<String> connectedAccounts,
        @DefaultValue("https://api.stripe.com") String apiBase,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration readTimeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("500ms") Duration retryPauseMin,
        @DefaultValue("4s") Duration retryPauseMax,
        @DefaultValue("25s") Duration totalTime,
        @DefaultValue("never") AllowRedirects allowRedirects,
        @NestedConfigurationProperty @DefaultValue StripeRateLimit rateLimit,
        @NestedConfigurationProperty @DefaultValue StripeBreaker breaker) {

    public enum AllowRedirects {
        NEVER,
        ALWAYS
    }

    public StripeSettings {
        secretKey = secretKey.strip();
        secretKeys = stripped(secretKeys);
        connectedAccounts = stripped(connectedAccounts);
        apiBase = base(apiBase);
        rateLimit = rateLimit.forMode(new StripeAccounts(secretKey, secretKeys, connectedAccounts).livemode());
        Setting.between("payments.stripe.connect-timeout", connectTimeout, Duration.ofMillis(1), Duration.ofMinutes(5));
        Setting.between("payments.stripe.read-timeout", readTimeout, Duration.ofMillis(1), Duration.ofMinutes(10));
        Setting.between("payments.stripe.retry-pause-max", retryPauseMax, Duration.ofMillis(1), Duration.ofMinutes(10));
        Setting.between("payments.stripe.retry-pause-min", retryPauseMin, Duration.ofMillis(1), retryPauseMax);
        Setting.between("payments.stripe.attempts", attempts, 1, 100);
        Setting.between("payments.stripe.total-time", totalTime, Duration.ofMillis(1), Duration.ofMinutes(30));
    }

    StripeAccounts accounts() {
        return new StripeAccounts(secretKey, secretKeys, connectedAccounts);
    }

    private static List<String> stripped(List<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    Retries retries() {
        return new Retries(new Backoff(retryPauseMin, retryPauseMax), attempts, totalTime);
    }

    private static String base(String apiBase) {
        String base = apiBase.isBlank() ? "https://api.stripe.com" : apiBase.strip();
        try {
            URI uri = URI.create(base);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return base.replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new SettingException("STRIPE_API_BASE", "must be an address like https://api.stripe.com");
    }

    @Override
    public String toString() {
        return "StripeSettings[secretKey configured=%s, accounts=%s, apiBase=%s, connectTimeout=%s, readTimeout=%s, attempts=%d, totalTime=%s, allowRedirects=%s, rateLimit=%s, breaker=%s]"
                .formatted(
                        !secretKey.isEmpty(),
                        accounts(),
                        apiBase,
                        connectTimeout,
                        readTimeout,
                        attempts,
                        totalTime,
                        allowRedirects,
                        rateLimit,
                        breaker);
    }
}
