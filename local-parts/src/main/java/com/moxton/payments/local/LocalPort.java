package com.moxton.payments.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A TCP port on the loopback interface and what it is for, so that a taken one can be reported by name.
 *
 * @param purpose as a person knows it, with the setting: {@code Kafka (KAFKA_PORT)}
 * @param number 0 takes any free port
 */
public record LocalPort(String purpose, int number) {
    /** How often an embedded server tries another port when somebody else was quicker to take a free one. */
    public static final int ATTEMPTS_FOR_A_FREE_ONE = 3;

    private static final int CONNECT_TIMEOUT_MS = 200;

    public LocalPort {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("Port " + number + " for " + purpose + " is not between 0 and 65535");
        }
    }

    public static LocalPort free(String purpose) {
        return new LocalPort(purpose, 0);
    }

    public boolean isAnyFree() {
        return number == 0;
    }

    /**
     * The number to listen on: this one when nobody listens there, or a free one. Nothing is reserved: another program
     * may take the port before its user binds it.
     *
     * @throws PortTakenException when the given port is taken
     */
    public int claim() {
        InetAddress loopback = loopback();
        if (!isAnyFree() && isAnswered(loopback)) {
            throw new PortTakenException(this, null);
        }
        try (ServerSocket probe = new ServerSocket()) {
            // A port in TIME_WAIT after a restart isn't taken; Windows has another meaning for this option.
            probe.setReuseAddress(!System.getProperty("os.name", "").startsWith("Windows"));
            probe.bind(new InetSocketAddress(loopback, number));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new PortTakenException(this, e);
        }
    }

    /** 127.0.0.1 by number: the name localhost may lead to ::1 first, where our servers don't listen. */
    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // macOS lets two programs listen on one port when one of them is bound to all addresses.
    private boolean isAnswered(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, number), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
