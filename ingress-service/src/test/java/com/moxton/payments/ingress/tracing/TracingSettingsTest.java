package com.moxton.payments.ingress.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.startup.SettingException;
import org.junit.jupiter.api.Test;

class TracingSettingsTest {

    @Test
    void isOffWithoutAnEndpoint() {
        assertThat(new TracingSettings(" ", 1).isOn()).isFalse();
        assertThat(new TracingSettings("http://collector:4318", 1).isOn()).isTrue();
    }

    @Test
    void namesWhatMakesNoSense() {
        assertThatThrownBy(() -> new TracingSettings("collector", 1))
                .isInstanceOf(SettingException.class)
                .hasMessage("OTLP_TRACES_ENDPOINT must be an address like http://collector:4318");
        assertThatThrownBy(() -> new TracingSettings("", 1.5)).hasMessageStartingWith("payments.tracing.sampling");
        assertThatThrownBy(() -> new TracingSettings("", Double.NaN))
                .hasMessageStartingWith("payments.tracing.sampling");
    }
}
