package com.moxton.payments.ingress.webhook;

import com.moxton.payments.ingress.startup.Setting;
import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How webhooks are taken.
 *
 * @param secrets of the webhook endpoint ({@code STRIPE_WEBHOOK_SECRET}); more than one while a secret is being rolled.
 *     No default
 * @param tolerance how far a signature's time may be from ours, either way. Longer leaves more time to replay a captured
 *     webhook, shorter needs better clocks. Default 300 s, as Stripe's own libraries have it
 * @param maxBody the largest body. Stripe's events are far below. Default 1 MB
 */
@ConfigurationProperties("payments.webhook")
record WebhookSettings(
        @DefaultValue List<String> secrets,
        @DefaultValue("300s") Duration tolerance,
        @DefaultValue("1MB") DataSize maxBody) {
    private static final String SECRETS = "STRIPE_WEBHOOK_SECRET";

    WebhookSettings {
        secrets = secrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        if (secrets.isEmpty()) {
            throw new SettingException(
                    SECRETS,
                    "is missing: the webhook endpoint's signing secret (whsec_…), several separated by commas");
        }
        for (String secret : secrets) {
            if (secret.matches("(?:sk|rk|pk)_(?:test|live)_.*")) {
                throw new SettingException(
                        SECRETS, "holds an API key; the webhook endpoint's signing secret (whsec_…) is needed");
            }
        }
        Setting.between("payments.webhook.tolerance", tolerance, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between("payments.webhook.max-body", maxBody, DataSize.ofKilobytes(1), DataSize.ofMegabytes(15));
    }

    List<SigningSecret> signingSecrets() {
        return secrets.stream().map(SigningSecret::new).toList();
    }

    @Override
    public String toString() {
        return "WebhookSettings[secrets=%d configured, tolerance=%s, maxBody=%s]"
                .formatted(secrets.size(), tolerance, maxBody);
    }
}
