package com.moxton.payments.ingress.intent;

import com.moxton.payments.ingress.startup.Setting;
import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the storefront's calls are taken and answered.
 *
 * @param defaultWait how long a call waits for its reply before it is answered 202, unless {@code Prefer} says otherwise.
 *     Default 10 s
 * @param maxWait the most that {@code Prefer: wait} gets. Keep it below the time-outs of the proxies in front. Default
 *     30 s
 * @param pollAfter what {@code Retry-After} tells callers of a pending request; whole seconds. Default 1 s
 * @param maxBody the largest body of a call. Fifty entries of metadata fit several times. Default 256 KB
 * @param repliesMemory for the replies of the last minutes, held by every instance so that each can answer. Past it the
 *     oldest are forgotten early, and asking for one of those goes on being answered 202. Default 128 MB, which is about
 *     200,000 replies; never more than a quarter of the heap
 * @param returnOrigins where {@code returnUrl} of a confirm may lead: origins such as {@code https://shop.example}; http
 *     only for localhost; {@code *} for any of https. Empty takes the origins whose pages may call
 *     ({@code payments.security.allowed-origins}), and when there are none either, a confirm with a {@code returnUrl} is
 *     refused. Default empty
 */
@ConfigurationProperties("payments.requests")
record RequestSettings(
        @DefaultValue("10s") Duration defaultWait,
        @DefaultValue("30s") Duration maxWait,
        @DefaultValue("1s") Duration pollAfter,
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("128MB") DataSize repliesMemory,
        @DefaultValue List<String> returnOrigins) {

    RequestSettings {
        Setting.between("payments.requests.max-wait", maxWait, Duration.ofSeconds(1), Duration.ofMinutes(10));
        Setting.between("payments.requests.default-wait", defaultWait, Duration.ZERO, maxWait);
        Setting.between("payments.requests.poll-after", pollAfter, Duration.ofSeconds(1), Duration.ofMinutes(1));
        Setting.between("payments.requests.max-body", maxBody, DataSize.ofKilobytes(1), DataSize.ofMegabytes(8));
        Setting.between(
                "payments.requests.replies-memory", repliesMemory, DataSize.ofMegabytes(1), DataSize.ofGigabytes(64));
        long share =
                Math.max(DataSize.ofMegabytes(1).toBytes(), Runtime.getRuntime().maxMemory() / 4);
        if (repliesMemory.toBytes() > share) {
            repliesMemory = DataSize.ofBytes(share);
        }
        returnOrigins = returnOrigins.stream()
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        for (String origin : returnOrigins) {
            if (!origin.equals(ReturnOrigins.ANY)
                    && (!origin.matches("https?://[^/\\s]+") || ReturnOrigins.of(origin) == null)) {
                throw new SettingException(
                        "payments.requests.return-origins",
                        "must be origins such as https://shop.example, http only for localhost, or *");
            }
        }
    }
}
