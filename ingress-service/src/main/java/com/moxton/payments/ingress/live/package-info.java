/** Server-sent events: the present state of a payment, then every change. */
@NullMarked
package com.moxton.payments.ingress.live;

import org.jspecify.annotations.NullMarked;
