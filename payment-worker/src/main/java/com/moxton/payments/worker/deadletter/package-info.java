/**
 * Dead letters as operators see and treat them: an index of the two dead-letter topics, kept by a consumer of its own, and
 * what can be done to one: redrive it, or discard it with a reason. The bodies stay in the log.
 */
@NullMarked
package com.moxton.payments.worker.deadletter;

import org.jspecify.annotations.NullMarked;
