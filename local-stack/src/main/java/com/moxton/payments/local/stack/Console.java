package com.moxton.payments.local.stack;

import java.io.PrintStream;

/** The terminal: whole lines from many threads, each with the name of who speaks. */
final class Console {
    private static final int NAME_WIDTH = 10;

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    void line(String speaker, String text) {
        print(String.format("%-" + NAME_WIDTH + "s | %s", speaker, text));
    }

    void print(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }
}
