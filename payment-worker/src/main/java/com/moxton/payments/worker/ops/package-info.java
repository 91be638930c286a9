/**
 * What everything under {@code /ops/api} has in common: who acts ({@link Operator}), that it is written down
 * ({@link OpsAudit}), and how a refusal looks ({@link OpsProblemException}).
 */
@NullMarked
package com.moxton.payments.worker.ops;

import org.jspecify.annotations.NullMarked;
