package com.moxton.payments.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@SpringJUnitConfig(ServerSettingsIT.Nothing.class)
@WithKafka
@WithDatabase
class ServerSettingsIT implements EnvironmentAware {

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Test
    void putsTheServersIntoTheEnvironment() {
        assertThat(environment.getProperty("KAFKA_BOOTSTRAP_SERVERS")).isEqualTo(TestServers.kafkaBootstrapServers());
        assertThat(environment.getProperty("MYSQL_URL")).startsWith("jdbc:mysql://");
        assertThat(environment.getProperty("MYSQL_USER")).isNotBlank();
        assertThat(environment.getProperty("MYSQL_PASSWORD")).isNotBlank();
    }

    @Configuration
    static class Nothing {}
}
