/**
 * The language that ingress-service and payment-worker speak over Kafka: topics, headers, records and money. Plain
 * Java: a storefront or a fulfilment service may depend on it without taking Spring along.
 */
@NullMarked
package com.moxton.payments.events;

import org.jspecify.annotations.NullMarked;
