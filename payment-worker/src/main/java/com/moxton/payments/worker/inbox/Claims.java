package com.moxton.payments.worker.inbox;

import java.util.Set;

/**
 * What the inbox knew of a batch of events.
 *
 * @param fresh ids that were not there: their effect is to happen now
 * @param redelivered ids that were there from the same position of the log: their effect has happened, but what was to be
 *     published after it may not have been
 */
public record Claims(Set<String> fresh, Set<String> redelivered) {}
