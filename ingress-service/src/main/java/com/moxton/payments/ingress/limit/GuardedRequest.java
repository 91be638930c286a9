package com.moxton.payments.ingress.limit;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has to arrive in time, is paid for as it arrives, and may need a slot once it is here. Slots are
 * taken this late so that a body that never arrives holds none; memory is paid for this late so that announcing a large
 * body holds none. For one thread; close it when the request is over.
 */
final class GuardedRequest extends HttpServletRequestWrapper implements AutoCloseable {
    /** What each body has for nothing. Stripe's events rarely need more. */
    static final int FREE = 8 * 1024;

    private final BodyMemory memory;
    private final @Nullable Semaphore slots;
    private final Refusals refusals;
    private final long time;
    private final long startedAt = System.nanoTime();
    private final long announced;
    private long received;
    private long paid;
    private boolean complete;
    private boolean slotTaken;

    /**
     * @param slots of which one is held from the end of the body to the end of the request; null when it needs none
     */
    GuardedRequest(
            HttpServletRequest request,
            Duration time,
            BodyMemory memory,
            @Nullable Semaphore slots,
            Refusals refusals) {
        super(request);
        this.announced = request.getContentLengthLong();
        this.time = time.toNanos();
        this.memory = memory;
        this.slots = slots;
        this.refusals = refusals;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Body(super.getInputStream());
    }

    private void arrived(int bytes) throws IOException {
        if (bytes < 0) {
            complete();
            return;
        }
        if (System.nanoTime() - startedAt > time) {
            throw new SocketTimeoutException("The body trickles");
        }
        received += bytes;
        long due = received - FREE - paid;
        if (due > 0) {
            if (!memory.tryReserve(due)) {
                throw refusals.busy(Limit.BODIES);
            }
            paid += due;
        }
        if (received == announced) {
            // Whoever reads as much as was announced never gets to see the end.
            complete();
        }
    }

    private void complete() {
        if (complete) {
            return;
        }
        complete = true;
        if (slots != null) {
            slotTaken = slots.tryAcquire();
            if (!slotTaken) {
                throw refusals.busy(Limit.WEBHOOKS_IN_FLIGHT);
            }
        }
    }

    @Override
    public void close() {
        memory.release(paid);
        paid = 0;
        if (slotTaken && slots != null) {
            slots.release();
            slotTaken = false;
        }
    }

    private final class Body extends ServletInputStream {
        private final ServletInputStream in;

        Body(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            arrived(read < 0 ? -1 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            arrived(read);
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
