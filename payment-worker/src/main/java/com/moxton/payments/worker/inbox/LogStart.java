package com.moxton.payments.worker.inbox;

import com.moxton.payments.events.Topic;
import java.util.Map;

/** Where a log begins: what lies before it can't be read any more, by nobody. */
interface LogStart {

    /**
     * @return the first offset of each partition that there is
     * @throws org.apache.kafka.common.KafkaException when Kafka doesn't tell
     */
    Map<Integer, Long> firstOffsets(Topic topic);
}
