package com.moxton.payments.ingress.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SettingErrorReporterTest {

    @Test
    void saysTheSettingsOwnLine() {
        Exception failure = new IllegalStateException(
                "context", new IllegalArgumentException(new SettingException("JWT_SECRET", "is missing")));

        assertThat(SettingErrorReporter.lineFor(failure)).isEqualTo("JWT_SECRET is missing");
        assertThat(new SettingErrorReporter().reportException(failure)).isTrue();
    }

    @Test
    void namesAPropertyThatCannotBeRead() {
        assertThat(SettingErrorReporter.lineFor(bind("payments.webhook.tolerance", "soon", Duration.class)))
                .isEqualTo("payments.webhook.tolerance is not a valid duration");
    }

    @Test
    void namesThePropertyAsOperatorsKnowIt() {
        assertThat(SettingErrorReporter.lineFor(bind("server.port", "http", Integer.class)))
                .isEqualTo("INGRESS_PORT (server.port) is not a valid integer");
        assertThat(SettingErrorReporter.lineFor(
                        new InvalidConfigurationPropertyValueException("server.port", "x", "no number")))
                .isEqualTo("INGRESS_PORT (server.port) is not a valid value");
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(SettingErrorReporter.lineFor(new IllegalStateException("something")))
                .isNull();
        assertThat(new SettingErrorReporter().reportException(new IllegalStateException("something")))
                .isFalse();
    }

    @Test
    void tellsTheLimits() {
        assertThatThrownBy(() -> Setting.between("a.b", 0, 1, 9)).hasMessage("a.b must lie between 1 and 9");
        assertThatThrownBy(() ->
                        Setting.between("a.b", Duration.ofMinutes(2), Duration.ofMillis(500), Duration.ofSeconds(90)))
                .hasMessage("a.b must lie between 0.5s and 1m30s");
        assertThatThrownBy(() ->
                        Setting.between("a.b", DataSize.ofBytes(1), DataSize.ofKilobytes(1), DataSize.ofKilobytes(2)))
                .hasMessage("a.b must lie between 1024B and 2048B");
    }

    private static Throwable bind(String property, String value, Class<?> type) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put(property, value);
        return catchThrowable(
                () -> new Binder(source).bind(property, Bindable.of(type)).get());
    }
}
