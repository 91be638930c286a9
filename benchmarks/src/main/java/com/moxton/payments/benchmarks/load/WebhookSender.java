package com.moxton.payments.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection that delivers webhooks, one after the other. Plain sockets: the JDK's client would take a good part of the
 * machine from what is measured. For one thread.
 */
final class WebhookSender implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    WebhookSender(int port) {
        this.port = port;
    }

    /** The answer's status. */
    int deliver(SignedEvents.Signed event) throws IOException {
        Socket connection = socket;
        InputStream answers = in;
        if (connection == null || answers == null) {
            connection = new Socket();
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(TIMEOUT_MS);
            connection.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
            answers = new BufferedInputStream(connection.getInputStream(), 2048);
            socket = connection;
            in = answers;
        }
        try {
            // One write, so one packet.
            connection.getOutputStream().write(request(event));
            HttpAnswer answer = HttpAnswer.read(answers);
            if (!answer.keepsOpen()) {
                close();
            }
            return answer.status();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private byte[] request(SignedEvents.Signed event) {
        byte[] head = ("POST /api/payments/webhook HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\nAccept: */*; q=0.5, application/xml"
                        + "\r\nContent-Type: application/json; charset=utf-8\r\nStripe-Signature: " + event.signature()
                        + "\r\nContent-Length: " + event.body().length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + event.body().length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(event.body(), 0, request, head.length, event.body().length);
        return request;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        socket = null;
        in = null;
    }
}
