package com.moxton.payments.worker.replay;

import org.springframework.stereotype.Component;

/** Points that name partitions are held against those there are, while whoever named them is still there to be told. */
@Component
class PartitionsCheck {

    private final LogScan log;

    PartitionsCheck(LogScan log) {
        this.log = log;
    }

    void check(ReplayChoice choice) {
        if (choice.from() != null || choice.to() != null) {
            try (var consumer = log.newConsumer()) {
                new LogRanges(consumer, choice.topic()).between(choice.from(), choice.to());
            }
        }
    }
}
