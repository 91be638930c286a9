/** Stripe's webhooks: verify the signature over the raw bytes, then publish them byte for byte. */
@NullMarked
package com.moxton.payments.ingress.webhook;

import org.jspecify.annotations.NullMarked;
