package com.moxton.payments.worker.stripe;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which of our requests the calls of this thread are made for. Only for the record of calls: nothing else depends on it. */
public final class CallOrigin {

    private static final ThreadLocal<String> REQUEST = new ThreadLocal<>();

    private CallOrigin() {}

    /** Does the work; calls to Stripe that it makes on this thread are entered as made for the request. */
    public static <T> T request(String requestId, Supplier<T> work) {
        REQUEST.set(requestId);
        try {
            return work.get();
        } finally {
            REQUEST.remove();
        }
    }

    static @Nullable String requestId() {
        return REQUEST.get();
    }
}
