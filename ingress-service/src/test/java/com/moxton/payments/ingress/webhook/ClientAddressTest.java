package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void isAHostOfIpv4() {
        assertThat(ClientAddress.of("203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void isANetworkOfIpv6() {
        assertThat(ClientAddress.of("2001:db8:1:2::1"))
                .isEqualTo(ClientAddress.of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(ClientAddress.of("2001:db8:1:3::1"));
        assertThat(ClientAddress.of("::ffff:203.0.113.7")).isEqualTo("::ffff:203.0.113.7");
    }

    @Test
    void isBoundedAndNeverLookedUp() {
        assertThat(ClientAddress.of("x".repeat(10_000))).hasSize(64);
        assertThat(ClientAddress.of("nowhere.example:80")).isEqualTo("unknown");
        assertThat(ClientAddress.of("\n:\r")).isEqualTo("unknown");
    }
}
