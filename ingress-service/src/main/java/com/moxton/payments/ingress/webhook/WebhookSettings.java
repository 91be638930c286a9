package com.moxton.payments.ingress.webhook;

import com.moxton.payments.ingress.startup.Setting;
import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How webhooks are taken.
 *
 * @param secrets of the webhook endpoint ({@code STRIPE_WEBHOOK_SECRET}); more than one while a secret is being rolled.
 *     An event that one of them signed may name any connected account. No default, unless there are accountSecrets
 * @param accountSecrets of the endpoints of several Stripe accounts ({@code STRIPE_WEBHOOK_SECRETS}), each as
 *     {@code acct_…:whsec_…}; an account more than once while its secret is being rolled. Events carry their account on as
 *     the header {@code stripe-account}; one that names another account than its signer's is refused. Default none
 * @param tolerance how far a signature's time may be from ours, either way. Longer leaves more time to replay a captured
 *     webhook, shorter needs better clocks. Default 300 s, as Stripe's own libraries have it
 * @param maxBody the largest body. Stripe's events are far below. Default 1 MB
 */
@ConfigurationProperties("payments.webhook")
record WebhookSettings(
        @DefaultValue List<String> secrets,
        @DefaultValue List<String> accountSecrets,
        @DefaultValue("300s") Duration tolerance,
        @DefaultValue("1MB") DataSize maxBody) {
    private static final String SECRETS = "STRIPE_WEBHOOK_SECRET";
    private static final String ACCOUNT_SECRETS = "STRIPE_WEBHOOK_SECRETS";
    private static final Pattern ACCOUNT_SECRET = Pattern.compile("acct_[A-Za-z0-9_]{1,250}:\\S+");

    WebhookSettings {
        secrets = stripped(secrets);
        accountSecrets = stripped(accountSecrets);
        if (secrets.isEmpty() && accountSecrets.isEmpty()) {
            throw new SettingException(
                    SECRETS,
                    "is missing: the webhook endpoint's signing secret (whsec_…), several separated by commas");
        }
        secrets.forEach(secret -> refuseApiKey(SECRETS, secret));
        for (String secret : accountSecrets) {
            if (!ACCOUNT_SECRET.matcher(secret).matches()) {
                throw new SettingException(ACCOUNT_SECRETS, "must be acct_…:whsec_…, several separated by commas");
            }
            refuseApiKey(ACCOUNT_SECRETS, secretOf(secret));
        }
        Setting.between("payments.webhook.tolerance", tolerance, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between("payments.webhook.max-body", maxBody, DataSize.ofKilobytes(1), DataSize.ofMegabytes(15));
    }

    List<SigningSecret> signingSecrets() {
        Stream<SigningSecret> ofAccounts = accountSecrets.stream()
                .map(entry -> new SigningSecret(entry.substring(0, entry.indexOf(':')), secretOf(entry)));
        return Stream.concat(secrets.stream().map(SigningSecret::new), ofAccounts)
                .toList();
    }

    private static String secretOf(String accountSecret) {
        return accountSecret.substring(accountSecret.indexOf(':') + 1);
    }

    private static List<String> stripped(List<String> secrets) {
        return secrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    private static void refuseApiKey(String setting, String secret) {
        if (secret.matches("(?:sk|rk|pk)_(?:test|live)_.*")) {
            throw new SettingException(
                    setting, "holds an API key; the webhook endpoint's signing secret (whsec_…) is needed");
        }
    }

    @Override
    public String toString() {
        return "WebhookSettings[secrets=%d configured, accountSecrets=%d configured, tolerance=%s, maxBody=%s]"
                .formatted(secrets.size(), accountSecrets.size(), tolerance, maxBody);
    }
}
