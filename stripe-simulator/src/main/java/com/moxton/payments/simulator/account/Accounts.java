package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts there are beside the platform, which has no name here: null. Each sees its own objects and events alone.
 *
 * @param ofKey separate accounts by their secret keys; every other key is the platform's
 * @param connected accounts that the platform may act for, by the header {@code Stripe-Account}
 * @see <a href="https://docs.stripe.com/connect/authentication">Making API calls for connected accounts</a>
 */
public record Accounts(Map<String, String> ofKey, Set<String> connected) {

    public static final Accounts PLATFORM_ONLY = new Accounts(Map.of(), Set.of());

    public Accounts {
        ofKey = Map.copyOf(ofKey);
        connected = Set.copyOf(connected);
    }

    public Accounts and(String secretKey, String account) {
        Map<String, String> keys = new LinkedHashMap<>(ofKey);
        keys.put(secretKey, account);
        return new Accounts(keys, connected);
    }

    public Accounts andConnected(String account) {
        Set<String> more = new LinkedHashSet<>(connected);
        more.add(account);
        return new Accounts(ofKey, more);
    }

    /**
     * Whose objects a call is about.
     *
     * @param header {@code Stripe-Account}; null when the call has none
     * @return null for the platform's
     * @throws StripeRefusal 403 when the key may not act for the account
     */
    public @Nullable String of(String secretKey, @Nullable String header) {
        String own = ofKey.get(secretKey);
        if (header == null || header.equals(own)) {
            return own;
        }
        if (own == null && connected.contains(header)) {
            return header;
        }
        throw StripeRefusal.noAccess(header);
    }

    /** Whether events of it go to the platform's endpoints, and say whose they are. */
    public boolean isConnected(@Nullable String account) {
        return account != null && connected.contains(account);
    }
}
