/** A genuine Kafka broker inside this JVM. */
@NullMarked
package com.moxton.payments.local.kafka;

import org.jspecify.annotations.NullMarked;
