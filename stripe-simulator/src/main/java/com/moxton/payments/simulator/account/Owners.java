package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.wire.StripeJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose an object is; guarded by the journal's lock. The platform's aren't written down. */
final class Owners {

    private final Bounded<String> accounts;
    private final Journal journal;

    Owners(int capacity, Journal journal) {
        this.accounts = new Bounded<>(capacity);
        this.journal = journal;
    }

    void put(String id, @Nullable String account) {
        if (account != null) {
            accounts.put(id, account);
            journal.write(Sort.OWNER, id, StripeJson.object().put("account", account));
        }
    }

    @Nullable
    String of(String id) {
        return accounts.get(id);
    }

    /** To another account an object doesn't exist. */
    boolean owns(@Nullable String account, String id) {
        return Objects.equals(of(id), account);
    }

    void restore(Memories memories) {
        memories.forEach(
                Sort.OWNER, (id, json) -> accounts.put(id, json.path("account").asString()));
    }
}
