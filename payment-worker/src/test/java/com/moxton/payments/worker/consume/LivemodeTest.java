package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.stripe.StripeAccounts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A test payment must not pay a real order, nor a real one be lost on a test system. */
class LivemodeTest {

    @ParameterizedTest
    @CsvSource({
        "sk_live_x, , true, false",
        "rk_live_x, , true, false",
        "sk_test_x, , false, true",
        "rk_test_x, , false, true",
        "mk_1234, , true, true",
        "sk_test_x, true, true, false",
        "sk_live_x, false, false, true"
    })
    void keyDecidesUnlessASettingDoes(String key, @Nullable String setting, boolean live, boolean test) {
        Livemode livemode = new Livemode(settings(setting), new StripeAccounts(key, List.of(), List.of()));
        assertThat(livemode.covers(true)).as("live events").isEqualTo(live);
        assertThat(livemode.covers(false)).as("test events").isEqualTo(test);
    }

    @Test
    void eventThatDoesntSayCounts() {
        StripeAccounts accounts = new StripeAccounts("sk_live_x", List.of(), List.of());

        assertThat(new Livemode(settings("true"), accounts).covers(null)).isTrue();
    }

    private static EventSettings settings(@Nullable String livemode) {
        Map<String, String> properties = livemode == null ? Map.of() : Map.of("payments.events.livemode", livemode);
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("payments.events", EventSettings.class);
    }
}
