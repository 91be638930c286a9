package com.moxton.payments.ingress.live;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.tracing.TraceSpan;

/**
 * A change on its way to one reader.
 *
 * @param span from having read it to having sent it; closed by who sends it
 */
record LiveUpdate(PaymentUpdate payment, TraceSpan span) {}
