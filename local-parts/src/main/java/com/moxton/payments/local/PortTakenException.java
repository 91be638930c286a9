package com.moxton.payments.local;

import org.jspecify.annotations.Nullable;

/** Another program listens on a port that was asked for. The message names the port and its setting. */
public class PortTakenException extends RuntimeException {
    private final LocalPort port;

    PortTakenException(LocalPort port, @Nullable Throwable cause) {
        super("Port " + port.number() + " for " + port.purpose() + " is taken by another program", cause);
        this.port = port;
    }

    public LocalPort port() {
        return port;
    }
}
