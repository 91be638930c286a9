package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.startup.SettingException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAccountsTest {

    private static StripeAccounts accounts(@Nullable String key, @Nullable String keys, @Nullable String connected) {
        return new StripeAccounts(key == null ? "" : key, list(keys), list(connected));
    }

    private static List<String> list(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }

    @Test
    void oneKeyIsOneAccountWithoutAName() {
        StripeAccounts accounts = accounts("sk_test_1", null, null);

        assertThat(accounts.all()).containsExactly((String) null);
        assertThat(accounts.serves(null)).isTrue();
        assertThat(accounts.serves("acct_1")).isFalse();
        assertThat(accounts.access(null)).isEqualTo(new StripeAccounts.Access("sk_test_1", null));
    }

    @Test
    void separateAccountsHaveTheirKeysAndConnectedOnesThePlatforms() {
        StripeAccounts accounts = accounts("sk_test_p", "acct_A:sk_test_a acct_B:rk_test_b", "acct_X");

        assertThat(accounts.all()).containsExactly(null, "acct_A", "acct_B", "acct_X");
        assertThat(accounts.access("acct_B")).isEqualTo(new StripeAccounts.Access("rk_test_b", null));
        assertThat(accounts.access("acct_X")).isEqualTo(new StripeAccounts.Access("sk_test_p", "acct_X"));
    }

    @Test
    void anAccountWithoutANameNeedNotBe() {
        StripeAccounts accounts = accounts(null, "acct_A:sk_test_a", null);

        assertThat(accounts.serves(null)).isFalse();
        assertThat(accounts.all()).containsExactly("acct_A");
        assertThat(accounts.livemode()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        " , , , STRIPE_SECRET_KEY is missing",
        " , acct_A:sk_test_a, acct_X, STRIPE_SECRET_KEY is missing: connected accounts",
        "pk_test_1, , , STRIPE_SECRET_KEY must hold secret keys",
        "sk_test_1, sk_test_a, , STRIPE_SECRET_KEYS must be acct_…:sk_…",
        "sk_test_1, account_A:sk_test_a, , STRIPE_SECRET_KEYS must be acct_…:sk_…",
        "sk_test_1, acct_A:, , STRIPE_SECRET_KEYS must be acct_…:sk_…",
        "sk_test_1, acct_A:whsec_1, , STRIPE_SECRET_KEYS must hold secret keys",
        "sk_test_1, acct_A:sk_test_a acct_A:sk_test_b, , STRIPE_SECRET_KEYS names acct_A twice",
        "sk_test_1, acct_A:sk_test_1, , STRIPE_SECRET_KEYS gives acct_A a key that another account has too",
        "sk_test_1, acct_A:sk_test_a acct_B:sk_test_a, , STRIPE_SECRET_KEYS gives acct_B a key",
        "sk_test_1, acct_A:sk_live_a, , STRIPE_SECRET_KEYS mixes live and test keys",
        "sk_live_1, acct_A:rk_test_a, , STRIPE_SECRET_KEYS mixes live and test keys",
        "sk_test_1, , acct-X, STRIPE_CONNECTED_ACCOUNTS must be acct_…",
        "sk_test_1, , acct_X acct_X, STRIPE_CONNECTED_ACCOUNTS names acct_X twice",
        "sk_test_1, acct_A:sk_test_a, acct_A, 'STRIPE_CONNECTED_ACCOUNTS names acct_A, which has a key'"
    })
    void saysWhatMakesNoSense(
            @Nullable String key, @Nullable String keys, @Nullable String connected, String complaint) {
        assertThatThrownBy(() -> accounts(key, keys, connected))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(complaint)
                .message()
                .doesNotContainPattern("(sk|rk|pk)_(test|live)_\\w|whsec_\\w");
    }

    /** SECRETS_STAY_SECRET */
    @Test
    void showsNoKey() {
        StripeAccounts accounts = accounts("sk_test_p", "acct_A:sk_test_a", "acct_X");

        assertThat(accounts.toString()).contains("acct_A", "acct_X").doesNotContain("sk_test");
        assertThat(String.valueOf(accounts.access("acct_A"))).doesNotContain("sk_test");
    }
}
