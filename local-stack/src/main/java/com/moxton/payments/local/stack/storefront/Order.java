package com.moxton.payments.local.stack.storefront;

import com.moxton.payments.events.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as its row says.
 *
 * @param status {@code pending}, {@code paid}, {@code payment_failed}, {@code canceled} or {@code review}
 * @param paidAt null while it isn't paid
 */
record Order(
        String id,
        String userId,
        Money total,
        String status,
        @Nullable Instant paidAt) {}
