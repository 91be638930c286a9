package com.moxton.payments.worker.inbox;

/** Where a record lies in the log. The same event at another position is a duplicate, at the same one a redelivery. */
public record LogPosition(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
