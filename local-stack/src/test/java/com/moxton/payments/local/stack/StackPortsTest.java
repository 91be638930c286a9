package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.local.LocalPort;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackPortsTest {

    @Test
    void namesEveryTakenPortAndItsSetting() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, LocalPort.loopback());
                ServerSocket two = new ServerSocket(0, 1, LocalPort.loopback())) {
            List<LocalPort> ports = List.of(
                    new LocalPort("Kafka (KAFKA_PORT)", one.getLocalPort()),
                    LocalPort.free("MariaDB (MYSQL_PORT)"),
                    new LocalPort("the storefront (STOREFRONT_PORT)", two.getLocalPort()));

            assertThatExceptionOfType(StartStoppedException.class)
                    .isThrownBy(() -> StackPorts.requireFree(ports))
                    .withMessage("""
                            Port %d for Kafka (KAFKA_PORT) is taken by another program
                            Port %d for the storefront (STOREFRONT_PORT) is taken by another program""".formatted(one.getLocalPort(), two.getLocalPort()));
        }
    }
}
