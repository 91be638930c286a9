package com.moxton.payments.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignerTest {

    /** The expected value was made by {@code printf '1.{}' | openssl dgst -sha256 -hmac whsec_test}. */
    @Test
    void signsTheTimeAndTheBytes() {
        assertThat(new WebhookSigner("whsec_test").sign("{}".getBytes(StandardCharsets.US_ASCII), 1))
                .isEqualTo("t=1,v1=7500d5d4be4b3ef07af1fe56f7d522d135cdaa7530de557e67cc1049c52de094");
    }
}
