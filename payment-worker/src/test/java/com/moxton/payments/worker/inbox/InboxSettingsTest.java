package com.moxton.payments.worker.inbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.startup.SettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboxSettingsTest {

    @Test
    void refusesToForgetWhatStripeMayStillDeliver() {
        assertThatThrownBy(() -> new InboxSettings(Duration.ofDays(29), Duration.ofHours(1), 1_000))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("payments.inbox.keep");
    }
}
