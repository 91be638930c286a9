package com.moxton.payments.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortTest {

    @Test
    void namesTheTakenPortAndItsSetting() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, LocalPort.loopback())) {
            LocalPort port = new LocalPort("Kafka (KAFKA_PORT)", other.getLocalPort());

            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(port::claim)
                    .withMessage(
                            "Port " + other.getLocalPort() + " for Kafka (KAFKA_PORT) is taken by another program");
        }
    }

    @Test
    void seesAListenerOnAllAddresses() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            LocalPort port = new LocalPort("MariaDB (MYSQL_PORT)", other.getLocalPort());

            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(port::claim)
                    .satisfies(taken -> assertThat(taken.port()).isEqualTo(port));
        }
    }

    @Test
    void claimsTheGivenPortOrAFreeOne() {
        int free = LocalPort.free("Kafka").claim();

        assertThat(free).isPositive();
        assertThat(new LocalPort("Kafka", free).claim()).isEqualTo(free);
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LocalPort("Kafka", 65_536));
    }
}
