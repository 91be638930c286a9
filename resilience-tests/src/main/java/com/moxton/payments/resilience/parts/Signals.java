package com.moxton.payments.resilience.parts;

import java.io.IOException;

/** Signals for which Java has no method. */
final class Signals {

    private Signals() {}

    /** @param name without SIG */
    static void send(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " " + pid + " ended with " + code);
        }
    }
}
