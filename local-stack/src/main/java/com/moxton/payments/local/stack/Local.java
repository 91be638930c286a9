package com.moxton.payments.local.stack;

import com.moxton.payments.local.LocalPort;
import java.net.URI;

/** Addresses on this machine. */
final class Local {

    private Local() {}

    /** By number, for programs: the name localhost may lead to ::1 first, where nobody listens. */
    static URI http(LocalPort port) {
        return URI.create("http://127.0.0.1:" + port.number());
    }

    /** By name, for people and browsers. */
    static URI page(LocalPort port) {
        return URI.create("http://localhost:" + port.number());
    }
}
