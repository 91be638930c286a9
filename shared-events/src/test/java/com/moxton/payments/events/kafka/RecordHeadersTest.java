package com.moxton.payments.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {
    private final Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

    @Test
    void readsBackWhatWasPut() {
        RecordHeaders.put(headers, "stripe-event-id", "evt_ü");

        assertThat(RecordHeaders.text(headers, "stripe-event-id")).isEqualTo("evt_ü");
    }

    @Test
    void putsOneValueOnly() {
        RecordHeaders.put(headers, "dlt-attempts", 1);
        RecordHeaders.put(headers, "dlt-attempts", 2);

        assertThat(headers.headers("dlt-attempts")).hasSize(1);
        assertThat(RecordHeaders.text(headers, "dlt-attempts")).isEqualTo("2");
    }

    @Test
    void hasNoTextForWhatIsAbsentOrEmpty() {
        headers.add("empty", null);
        RecordHeaders.put(headers, "absent", null);

        assertThat(RecordHeaders.text(headers, "empty")).isNull();
        assertThat(RecordHeaders.text(headers, "absent")).isNull();
    }
}
