package com.moxton.payments.local.stack;

/** Starts the whole system. */
public final class LocalStack {

    private LocalStack() {}

    public static void main(String[] arguments) {
        throw new UnsupportedOperationException("in the making");
    }
}
