package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.startup.SettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which Stripe accounts this worker serves, and by which key each is called. The account of {@code STRIPE_SECRET_KEY} has no
 * name: it is null here, in the rows and in the log, as it was before there were others. All others are named by their
 * {@code acct_…}: those with a key of their own, and connected ones, which are called by the platform's key.
 */
public final class StripeAccounts {

    static final String KEY = "STRIPE_SECRET_KEY";
    static final String KEYS = "STRIPE_SECRET_KEYS";
    static final String CONNECTED = "STRIPE_CONNECTED_ACCOUNTS";

    private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9_]{1,250}");
    private static final Pattern ACCOUNT_KEY = Pattern.compile("(?<account>" + ACCOUNT + "):(?<key>\\S+)");
    private static final Pattern NO_SECRET_KEY = Pattern.compile("(?:pk|whsec)_.*");
    private static final Pattern MODE = Pattern.compile("[sr]k_(?<mode>live|test)_.*");

    private final @Nullable Access unnamed;
    private final Map<String, Access> named = new LinkedHashMap<>();

    /**
     * How an account is called.
     *
     * @param connected what goes into the header {@code Stripe-Account}; null where the key is the account's own
     */
    record Access(String secretKey, @Nullable String connected) {

        @Override
        public String toString() {
            return "Access[secretKey configured=true, connected=%s]".formatted(connected);
        }
    }

    /**
     * @param secretKey of the account without a name; empty when there is none
     * @param secretKeys {@code acct_…:sk_…}
     * @param connected {@code acct_…}
     * @throws SettingException when they make no sense together; it names the setting and shows no key
     */
    public StripeAccounts(String secretKey, List<String> secretKeys, List<String> connected) {
        if (secretKey.isEmpty() && secretKeys.isEmpty()) {
            throw new SettingException(KEY, "is missing: sk_live_…, sk_test_… or a restricted key rk_…");
        }
        if (secretKey.isEmpty() && !connected.isEmpty()) {
            throw new SettingException(KEY, "is missing: connected accounts are called with the platform's key");
        }
        unnamed = secretKey.isEmpty() ? null : new Access(secretKey(KEY, secretKey), null);
        secretKeys.forEach(this::addOwn);
        connected.forEach(account -> addConnected(account, secretKey));
        if (modes().distinct().count() > 1) {
            // A test payment must not pay a real order.
            throw new SettingException(KEYS, "mixes live and test keys: a worker serves the accounts of one mode");
        }
    }

    private void addOwn(String entry) {
        Matcher matcher = ACCOUNT_KEY.matcher(entry);
        if (!matcher.matches()) {
            throw new SettingException(KEYS, "must be acct_…:sk_…, several separated by commas");
        }
        String account = matcher.group("account");
        String key = secretKey(KEYS, matcher.group("key"));
        if (named.containsKey(account)) {
            throw new SettingException(KEYS, "names " + account + " twice");
        }
        if (accesses().anyMatch(access -> access.secretKey.equals(key))) {
            // One account under two names: the events of one would be strange to the payments of the other.
            throw new SettingException(KEYS, "gives " + account + " a key that another account has too");
        }
        named.put(account, new Access(key, null));
    }

    private void addConnected(String account, String platformKey) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new SettingException(CONNECTED, "must be acct_…, several separated by commas");
        }
        Access before = named.put(account, new Access(platformKey, account));
        if (before != null) {
            throw new SettingException(
                    CONNECTED,
                    "names " + account
                            + (before.connected == null ? ", which has a key of its own in " + KEYS : " twice"));
        }
    }

    private static String secretKey(String setting, String key) {
        if (NO_SECRET_KEY.matcher(key).matches()) {
            throw new SettingException(setting, "must hold secret keys (sk_…, rk_…): one is of another sort");
        }
        return key;
    }

    private Stream<Access> accesses() {
        return Stream.concat(Stream.ofNullable(unnamed), named.values().stream());
    }

    private Stream<String> modes() {
        return accesses()
                .map(access -> MODE.matcher(access.secretKey))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group("mode"));
    }

    /** Whether calls can be made to it. */
    public boolean serves(@Nullable String account) {
        return access(account) != null;
    }

    /** All of them; the one without a name, null, comes first. */
    public List<@Nullable String> all() {
        List<@Nullable String> all = new ArrayList<>();
        if (unnamed != null) {
            all.add(null);
        }
        all.addAll(named.keySet());
        return all;
    }

    /** Whether the keys are for live mode; null when their form doesn't say. */
    public @Nullable Boolean livemode() {
        return modes().findFirst().map("live"::equals).orElse(null);
    }

    @Nullable
    Access access(@Nullable String account) {
        return account == null ? unnamed : named.get(account);
    }

    @Override
    public String toString() {
        return "StripeAccounts[%s]"
                .formatted(
                        Stream.concat(unnamed == null ? Stream.empty() : Stream.of("unnamed"), named.keySet().stream())
                                .toList());
    }
}
