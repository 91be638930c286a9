package com.moxton.payments.ingress.limit;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that bodies under way may hold, all together. */
final class BodyMemory {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    BodyMemory(long most) {
        this.most = most;
    }

    boolean tryReserve(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
