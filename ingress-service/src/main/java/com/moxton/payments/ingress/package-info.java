/** The edge of the payment system: verifies webhooks, takes intent requests, publishes both to Kafka. No database, no Stripe key. */
@NullMarked
package com.moxton.payments.ingress;

import org.jspecify.annotations.NullMarked;
