/** What both services do with Kafka in the same way: create topics, read and write headers. */
@NullMarked
package com.moxton.payments.events.kafka;

import org.jspecify.annotations.NullMarked;
