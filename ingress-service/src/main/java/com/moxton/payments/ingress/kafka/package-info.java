/** Kafka from ingress' side: topics made ready, durable publishing, reading a topic without a consumer group. */
@NullMarked
package com.moxton.payments.ingress.kafka;

import org.jspecify.annotations.NullMarked;
