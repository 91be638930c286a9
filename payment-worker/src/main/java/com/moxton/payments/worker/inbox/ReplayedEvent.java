package com.moxton.payments.worker.inbox;

/**
 * An event as a replay brought it.
 *
 * @param eventId or, where no id could be read, whatever tells the record from others
 * @param position of the replayed record, not of the original
 */
public record ReplayedEvent(String replayId, String eventId, LogPosition position) {}
