package com.moxton.payments.worker.replay;

/**
 * What a job reads of one partition: fixed when it begins, so that it comes to an end while others write.
 *
 * @param next what is before it has been done with
 * @param end the offset after the last one
 */
public record PartitionRange(int partition, long begin, long next, long end) {

    long left() {
        return Math.max(0, end - next);
    }

    PartitionRange to(long offset) {
        return new PartitionRange(partition, begin, offset, end);
    }
}
