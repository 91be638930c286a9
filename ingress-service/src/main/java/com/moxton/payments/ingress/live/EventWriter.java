package com.moxton.payments.ingress.live;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.intent.PaymentView;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the event stream's format, each event flushed.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventWriter {
    /** How long a browser waits before it comes back. */
    private static final String RETRY = "retry: 2000\n";

    private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServletResponse response;
    private final OutputStream out;
    private boolean first = true;

    EventWriter(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream;charset=UTF-8");
        // Proxies that collect answers before they pass them on would make it anything but live.
        response.setHeader("X-Accel-Buffering", "no");
        this.response = response;
        this.out = response.getOutputStream();
    }

    /** JSON of ours has no line breaks, so one data line holds it. */
    void payment(PaymentUpdate payment) throws IOException {
        String head = (first ? RETRY : "") + "id: " + payment.version() + "\nevent: payment\ndata: ";
        first = false;
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(EventJson.write(PaymentView.of(payment)));
        out.write('\n');
        out.write('\n');
        response.flushBuffer();
    }

    void heartbeat() throws IOException {
        out.write(HEARTBEAT);
        response.flushBuffer();
    }
}
